package dev.haul.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command tree. Public for the build, which makes completions and man pages of it. */
public final class HaulSpec {
  private HaulSpec() {}

  /** Where options may come from besides the command line: for the end of the help. */
  public static String settings() {
    StringBuilder options = new StringBuilder();
    for (Setting setting : Setting.values()) {
      options.append(options.isEmpty() ? "" : ", ").append(setting.option());
    }
    return options
        + " can also be set by the environment (HAUL_JOBS=4) and in ~/.config/haul/config"
        + " (jobs = 4); the command line goes first, then the environment. 'haul doctor' shows"
        + " what is set where.";
  }

  /** All of it. */
  public static CommandSpec create() {
    CommandSpec spec = root();
    for (String verb : Verb.NAMES) {
      spec.addSubcommand(verb, documented(Verb.spec(verb)));
    }
    return spec;
  }

  // Only for those who read it: not at every start.
  private static @Nullable CommandSpec documented(@Nullable CommandSpec command) {
    if (command != null && Verb.isOperation(command.name())) {
      command.usageMessage().exitCodeListHeading("Exit codes:%n").exitCodeList(ExitCode.meanings());
    }
    return command;
  }

  /** What is needed to understand {@code verb}: one command costs less at every start than all. */
  static CommandSpec createFor(String verb) {
    CommandSpec only = Verb.spec(verb);
    return only == null ? create() : root().addSubcommand(verb, only);
  }

  private static CommandSpec root() {
    CommandSpec spec =
        OptionSpecs.command(
            "haul",
            "Copy, move, delete, rename and append to files and whole trees: concurrent, and safe.");
    spec.usageMessage().customSynopsis("haul COMMAND [OPTION]... [PATH]...");
    spec.usageMessage()
        .footerHeading("Examples:%n")
        .footer(
            "  haul copy photos /mnt/backup   copy a tree",
            "  haul move photos /mnt/archive  move one",
            "  haul delete -r build           delete one",
            "  haul rename 's/ /_/g' *        other names",
            "  make 2>&1 | haul append log    lines to the end of a file, beside other writers",
            "  haul help copy                 all about copying",
            "");
    spec.addOption(OptionSpecs.help());
    spec.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("Show the version of haul and what it runs on.")
            .build());
    return spec;
  }
}
