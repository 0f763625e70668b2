package dev.haul.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Makes {@link Arguments} of words, by picocli. */
final class CommandParser {
  private CommandParser() {}

  static Arguments parse(String[] words) throws UsageException {
    try {
      ParseResult root = new CommandLine(HaulSpec.createFor(verbIn(words))).parseArgs(words);
      ParseResult named = root.hasSubcommand() ? root.subcommand() : root;
      return arguments(root.hasSubcommand() ? named.commandSpec().name() : "", named);
    } catch (ParameterException e) {
      throw new UsageException(message(e));
    }
  }

  /** The command that the words name, right or wrong; empty if none. */
  static String verbIn(String[] words) {
    for (String word : words) {
      if (!word.startsWith("-")) {
        return word;
      }
    }
    return "";
  }

  private static Arguments arguments(String verb, ParseResult parsed) {
    Map<String, List<String>> options = new HashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      List<String> values = option.arity().max() == 0 ? List.of() : option.stringValues();
      options.put(option.longestName(), List.copyOf(values));
    }
    List<String> operands = new ArrayList<>();
    for (CommandLine.Model.PositionalParamSpec positional : parsed.matchedPositionals()) {
      operands.addAll(positional.stringValues());
    }
    return new Arguments(verb, options, operands);
  }

  private static String message(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    String message = String.valueOf(error.getMessage());
    return Character.toLowerCase(message.charAt(0)) + Visible.of(message.substring(1));
  }

  // Operands go anywhere but behind haul itself, where a command is missing.
  private static String unmatched(UnmatchedArgumentException error) {
    CommandLine command = error.getCommandLine();
    String word = error.getUnmatched().get(0);
    return error.isUnknownOption()
        ? unknown("option", word, command.getCommandSpec().optionsMap().keySet())
        : unknown("command", word, command.getSubcommands().keySet());
  }

  private static String unknown(String what, String word, Collection<String> known) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    StringBuilder text = new StringBuilder("unknown " + what + ": '" + Visible.of(name) + "'");
    String between = "; did you mean ";
    for (String suggestion : Suggestions.of(name, known)) {
      text.append(between).append(suggestion);
      between = " or ";
    }
    return between.equals(" or ") ? text.append('?').toString() : text.toString();
  }
}
