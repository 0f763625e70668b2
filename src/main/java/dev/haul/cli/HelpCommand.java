package dev.haul.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** {@code haul help}, and {@code --help} everywhere: examples first. */
final class HelpCommand {
  private static final int WIDTH = 80;
  private static final String SETTINGS = "settings";

  private static final List<String> SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST,
          SETTINGS);

  private HelpCommand() {}

  static ExitCode show(Surroundings surroundings, List<String> operands) throws UsageException {
    if (operands.size() > 1) {
      throw new UsageException("one command at a time");
    }
    String verb = operands.isEmpty() ? "" : operands.get(0);
    if (!verb.isEmpty() && Verb.known(verb).isEmpty()) {
      throw new UsageException(Suggestions.unknown("command", verb, Verb.NAMES));
    }
    return show(surroundings, verb);
  }

  /** Shows the help of a command, or of haul itself if {@code verb} is empty. */
  static ExitCode show(Surroundings surroundings, String verb) {
    CommandLine root = new CommandLine(HaulSpec.create());
    CommandLine command = root.getSubcommands().getOrDefault(verb, root);
    command.setHelpSectionKeys(SECTIONS);
    command.setUsageHelpLongOptionsMaxWidth(26);
    if (verb.equals(CopySpec.NAME)) {
      command
          .getHelpSectionMap()
          .put(SETTINGS, help -> help.createHeading("Settings:%n") + wrapped(HaulSpec.settings()));
    }
    Style style = Style.of(When.AUTO, surroundings.out(), surroundings);
    surroundings.out().print(command.getUsageMessage(style.isColoured() ? Ansi.ON : Ansi.OFF));
    return ExitCode.DONE;
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder(" ");
    int column = 1;
    for (String word : text.split(" ", -1)) {
      if (column + 1 + word.length() > WIDTH) {
        lines.append("\n ");
        column = 1;
      }
      lines.append(' ').append(word);
      column += 1 + word.length();
    }
    return lines.append('\n').toString();
  }
}
