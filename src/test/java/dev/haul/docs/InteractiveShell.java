package dev.haul.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shell, and what it offers to complete a line about haul with. */
enum InteractiveShell {
  BASH("bash") {
    @Override
    List<String> complete(Path scratch, String line) throws IOException, InterruptedException {
      String script =
          "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _haul;"
              + " printf '%s\\n' \"${COMPREPLY[@]}\"";
      String completion = share("bash-completion/completions/haul");
      List<String> command = new ArrayList<>(List.of("bash", "-c", script, completion));
      command.addAll(List.of(line.split(" ", -1)));
      return new Program(scratch, command.toArray(String[]::new)).lines();
    }
  },

  ZSH("zsh") {
    // It completes for a terminal only, so it gets one, where the Tab key writes down what is
    // offered and then ends it.
    private static final String SCRIPT =
        """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "fpath=(${(q)1} \\$fpath); autoload -U compinit; compinit -D; setopt no_auto_list"
        zpty -w shell "compadd() {
          if [[ \\${@[1,(i)(-|--)]} != *-[OAD]* ]]; then
            local -a offered; builtin compadd -A offered \\"\\$@\\"; print -rC1 -- \\$offered >>offered
          fi
          builtin compadd \\"\\$@\\"
        }"
        zpty -w shell "once() { zle complete-word; BUFFER=exit; zle accept-line }; zle -N once"
        zpty -w shell "bindkey '^I' once"
        zpty -w -n shell "$2"$'\\t'
        while zpty -r shell line; do :; done
        """;

    @Override
    List<String> complete(Path scratch, String line) throws IOException, InterruptedException {
      Path script = Files.writeString(scratch.resolve("complete.zsh"), SCRIPT);
      Path offered = Files.writeString(scratch.resolve("offered"), "");
      String functions = share("zsh/site-functions");
      new Program(scratch, "zsh", "-f", script.toString(), functions, line).printed();
      return Files.readAllLines(offered);
    }
  },

  FISH("fish") {
    @Override
    List<String> complete(Path scratch, String line) throws IOException, InterruptedException {
      return new Program(scratch, "fish", "-c", "complete -C '" + line + "'")
          .variable("XDG_DATA_DIRS", share("")).lines().stream()
              .map(offered -> offered.split("\t", -1)[0])
              .toList();
    }
  };

  private final String program;

  InteractiveShell(String program) {
    this.program = program;
  }

  String program() {
    return program;
  }

  /** What is offered where the line ends, in a directory that is {@code scratch}. */
  abstract List<String> complete(Path scratch, String line)
      throws IOException, InterruptedException;

  private static String share(String name) {
    return Program.DIST.resolve("share").resolve(name).toString();
  }
}
