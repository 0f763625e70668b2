import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion for bash. Picocli's own offers no file names to operands, and nothing
 * behind an equals sign.
 */
final class BashCompletion {
  private static final String HEAD =
      """
      _haul_words() {
        COMPREPLY=($(compgen -W "$1" -- "$word"))
      }

      _haul_directories() {
        compopt +o default -o dirnames 2>/dev/null
      }

      _haul_nothing() {
        compopt +o default 2>/dev/null
      }

      # Where nothing is offered, -o default below completes file names.
      _haul() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' i
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          if [[ ${COMP_WORDS[i]} != -* ]]; then
            verb=${COMP_WORDS[i]}
            break
          fi
        done
        # To bash, --option=value is three words.
        if [[ $word == = ]]; then
          word=''
        elif [[ $before == = ]]; then
          before=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        case "$verb $before" in
      """;

  private static final String MIDDLE =
      """
          *) _haul_word ;;
        esac
      }

      _haul_word() {
        case "$verb $word" in
      """;

  private static final String END =
      """
        esac
      }

      complete -o default -F _haul haul
      """;

  private BashCompletion() {}

  static String of(CommandSpec haul) {
    StringBuilder script = new StringBuilder(Completion.MADE).append(HEAD);
    for (CommandSpec command : Completion.commands(haul)) {
      command.options().stream()
          .filter(option -> Completion.kind(option) != Completion.Kind.NOTHING)
          .forEach(option -> script.append(value(command, option)));
    }
    script.append(MIDDLE);
    for (CommandSpec command : Completion.commands(haul)) {
      script.append(options(command.name(), command));
      command.positionalParameters().forEach(o -> script.append(operands(command, o)));
    }
    script.append(options("", haul));
    String commands = String.join(" ", haul.subcommands().keySet());
    return script.append("    ' '*) _haul_words '" + commands + "' ;;\n").append(END).toString();
  }

  private static String value(CommandSpec command, OptionSpec option) {
    String names =
        Stream.of(option.names())
            .map(name -> "'" + command.name() + " " + name + "'")
            .collect(Collectors.joining(" | "));
    return "    " + names + ") " + offer(option) + " ;;\n";
  }

  private static String options(String verb, CommandSpec command) {
    String names = String.join(" ", Completion.names(command.options()));
    return "    '" + verb + " -'*) _haul_words '" + names + "' ;;\n";
  }

  private static String operands(CommandSpec command, ArgSpec operands) {
    return "    '" + command.name() + " '*) " + offer(operands) + " ;;\n";
  }

  private static String offer(ArgSpec argument) {
    return switch (Completion.kind(argument)) {
      case WORDS -> "_haul_words '" + Completion.words(argument) + "'";
      case DIRECTORY -> "_haul_directories";
      case FILE -> ":";
      case TEXT, NOTHING -> "_haul_nothing";
    };
  }
}
