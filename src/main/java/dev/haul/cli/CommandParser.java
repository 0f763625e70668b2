package dev.haul.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Makes {@link Arguments} of words, by picocli. */
final class CommandParser {
  /**
   * At the beginning of the words at the end: a command, or the value of an option, and one more.
   */
  private static final int MAY_BE_OTHERS = 2;

  private CommandParser() {}

  static Arguments parse(String[] words) throws UsageException {
    int parsed = Math.min(words.length, plainEnd(words) + MAY_BE_OTHERS);
    Arguments arguments = parseAll(Arrays.copyOf(words, parsed));
    arguments.operands().addAll(Arrays.asList(words).subList(parsed, words.length));
    return arguments;
  }

  /**
   * Where the words begin of which none looks like an option. They are operands, of which there may
   * be a hundred thousand: picocli would take longer for each than it takes to rename it.
   */
  private static int plainEnd(String[] words) {
    int start = words.length;
    while (start > 0 && !words[start - 1].startsWith("-")) {
      start--;
    }
    return start;
  }

  private static Arguments parseAll(String[] words) throws UsageException {
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

  private static Arguments arguments(String verb, ParseResult parsed) throws UsageException {
    Map<String, List<String>> options = new HashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      options.put(option.longestName(), values(option));
    }
    List<String> operands = new ArrayList<>();
    // Picocli lists it again with all values for each run of operands between options.
    for (PositionalParamSpec positional : new LinkedHashSet<>(parsed.matchedPositionals())) {
      operands.addAll(positional.stringValues());
    }
    return new Arguments(verb, options, operands);
  }

  private static List<String> values(OptionSpec option) throws UsageException {
    if (option.arity().max() > 0) {
      return List.copyOf(option.stringValues());
    }
    // Picocli takes --force=false for a --force with something to say.
    for (String value : option.originalStringValues()) {
      if (!value.isEmpty() && !value.equals("true")) {
        throw new Choice(value, option.longestName()).invalid("it takes no value");
      }
    }
    return List.of();
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
    if (!error.isUnknownOption()) {
      return unknownCommand(word, command);
    }
    String verb = verbWith(word, command);
    return verb.isEmpty()
        ? Suggestions.unknown("option", word, command.getCommandSpec().optionsMap().keySet())
        : misplaced(Visible.of(word), verb);
  }

  private static String unknownCommand(String word, CommandLine command) {
    String option = "--" + word;
    return command.getCommandSpec().findOption(option) == null
        ? Suggestions.unknown("command", word, command.getSubcommands().keySet())
        : Suggestions.unknown("command", word) + "; did you mean haul " + option + "?";
  }

  private static String misplaced(String option, String verb) {
    String right = "haul " + verb + " " + option;
    return "'" + option + "' stands before the command; did you mean " + right + "?";
  }

  // Only the command that was named is known here.
  private static String verbWith(String option, CommandLine command) {
    Map<String, CommandLine> commands = command.getSubcommands();
    for (Map.Entry<String, CommandLine> verb : commands.entrySet()) {
      if (commands.size() == 1 && verb.getValue().getCommandSpec().findOption(option) != null) {
        return verb.getKey();
      }
    }
    return "";
  }
}
