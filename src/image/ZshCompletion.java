import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion for zsh. */
final class ZshCompletion {
  private final StringBuilder script = new StringBuilder("#compdef haul\n").append(Completion.MADE);

  private ZshCompletion() {}

  static String of(CommandSpec haul) {
    ZshCompletion completion = new ZshCompletion();
    completion.addCommands(haul);
    completion.script.append("case $line[1] in\n");
    for (CommandSpec command : Completion.commands(haul)) {
      completion.script.append("  ").append(command.name()).append(")\n    _arguments -s -S");
      completion.addArguments(command);
      completion.script.append("\n    ;;\n");
    }
    return completion.script.append("esac\n").toString();
  }

  private void addCommands(CommandSpec haul) {
    script.append("local line state\nlocal -A opt_args\nlocal -a commands=(\n");
    for (CommandSpec command : Completion.commands(haul)) {
      String summary = Completion.summary(command.usageMessage().description());
      script.append("  ").append(Completion.quoted(command.name() + ":" + summary)).append('\n');
    }
    script.append(")\n_arguments -C");
    haul.options().forEach(this::addOption);
    add("':command:{_describe command commands}' '*::argument:->argument' && return");
    script.append("\n\n");
  }

  private void addArguments(CommandSpec command) {
    command.options().forEach(this::addOption);
    command.positionalParameters().forEach(o -> add(Completion.quoted("*:" + offer(o))));
  }

  // The asterisk: every option may be given again.
  private void addOption(OptionSpec option) {
    boolean valued = Completion.kind(option) != Completion.Kind.NOTHING;
    for (String name : option.names()) {
      String separator = !valued ? "" : name.startsWith("--") ? "=" : "+";
      String summary = "[" + escaped(Completion.summary(option.description())) + "]";
      String value = valued ? ":" + offer(option) : "";
      add(Completion.quoted("*" + name + separator + summary + value));
    }
  }

  private void add(String word) {
    script.append(" \\\n    ").append(word);
  }

  private static String offer(ArgSpec argument) {
    String label = escaped(argument.paramLabel());
    return switch (Completion.kind(argument)) {
      case WORDS -> label + ":(" + Completion.words(argument) + ")";
      case DIRECTORY -> label + ":_files -/";
      case FILE -> label + ":_files";
      case TEXT, NOTHING -> label + ": ";
    };
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\\\[\\]:])", "\\\\$1");
  }
}
