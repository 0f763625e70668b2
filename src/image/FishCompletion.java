import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion for fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Whether the first word that is no option is this one.
      function __haul_command
          set -l words (commandline -opc)
          test "$(string match -v -- '-*' $words[2..])[1]" = "$argv[1]"
      end

      """;

  private final StringBuilder script = new StringBuilder(Completion.MADE).append(HEAD);

  private FishCompletion() {}

  static String of(CommandSpec haul) {
    FishCompletion completion = new FishCompletion();
    completion.addCommands(haul);
    completion.addOptions("", haul);
    for (CommandSpec command : Completion.commands(haul)) {
      completion.addOptions(command.name(), command);
      command.positionalParameters().forEach(o -> completion.addOperands(command.name(), o));
    }
    return completion.script.toString();
  }

  private void addCommands(CommandSpec haul) {
    line("", "-f");
    for (CommandSpec command : Completion.commands(haul)) {
      String summary = Completion.summary(command.usageMessage().description());
      line("", "-a " + command.name() + " -d " + quoted(summary));
    }
  }

  private void addOptions(String verb, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      StringBuilder line = new StringBuilder();
      for (String name : option.names()) {
        line.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.charAt(1));
        line.append(' ');
      }
      String summary = Completion.summary(option.description());
      line(verb, line + offer(option) + "-d " + quoted(summary));
    }
  }

  private void addOperands(String verb, ArgSpec operands) {
    if (Completion.kind(operands) != Completion.Kind.FILE) {
      line(verb, "-f " + offer(operands).replace("-x ", "").strip());
    }
  }

  // -x: a value follows, and file names are not offered; -r: they are.
  private static String offer(ArgSpec argument) {
    return switch (Completion.kind(argument)) {
      case NOTHING -> "";
      case WORDS -> "-x -a " + quoted(Completion.words(argument)) + " ";
      case DIRECTORY -> "-x -a '(__fish_complete_directories)' ";
      case FILE -> "-r ";
      case TEXT -> "-x ";
    };
  }

  private void line(String verb, String rest) {
    script.append("complete -c haul -n '__haul_command \"").append(verb).append("\"' ");
    script.append(rest).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
