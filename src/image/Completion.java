import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the completions for all shells have in common: what they read from the code's options. */
final class Completion {
  static final String MADE =
      "# Completion for haul; the build made it of the options in the code.\n";

  private Completion() {}

  /** What can be offered where an option's value or an operand stands. */
  enum Kind {
    NOTHING,
    WORDS,
    DIRECTORY,
    FILE,
    TEXT
  }

  static Kind kind(ArgSpec argument) {
    if (argument.isOption() && argument.arity().max() == 0) {
      return Kind.NOTHING;
    }
    if (argument.completionCandidates() != null) {
      return Kind.WORDS;
    }
    return switch (argument.paramLabel()) {
      case "DIR", "DIRECTORY" -> Kind.DIRECTORY;
      case "FILE", "PATH" -> Kind.FILE;
      default -> Kind.TEXT;
    };
  }

  static String words(ArgSpec argument) {
    return String.join(" ", argument.completionCandidates());
  }

  static List<CommandSpec> commands(CommandSpec haul) {
    return haul.subcommands().values().stream().map(CommandLine::getCommandSpec).toList();
  }

  static List<String> names(List<OptionSpec> options) {
    List<String> names = new ArrayList<>();
    options.forEach(option -> names.addAll(List.of(option.names())));
    return names;
  }

  /** A menu has room for a sentence, and shows the words to choose from itself. */
  static String summary(String[] description) {
    return String.join(" ", description).split("\\.( |$)| \\(")[0];
  }

  /** A word for bash and zsh that means what it says. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
