package dev.haul.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code haul help}. */
final class HelpSpec {
  static final String NAME = "help";

  private HelpSpec() {}

  static CommandSpec create() {
    CommandSpec spec = OptionSpecs.command(NAME, "Show help for a command.");
    spec.usageMessage().customSynopsis("haul help [COMMAND]");
    spec.addPositional(
        OptionSpecs.operands("COMMAND", "The command to explain.").toBuilder()
            .completionCandidates(Verb.NAMES)
            .build());
    spec.addOption(OptionSpecs.help());
    return spec;
  }
}
