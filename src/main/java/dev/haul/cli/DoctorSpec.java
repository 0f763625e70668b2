package dev.haul.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code haul doctor}. */
final class DoctorSpec {
  static final String NAME = "doctor";

  private DoctorSpec() {}

  static CommandSpec create() {
    CommandSpec spec =
        OptionSpecs.command(
            NAME, "Show what haul runs on, what file systems can do, and where settings are from.");
    spec.usageMessage().customSynopsis("haul doctor [DIRECTORY]...");
    spec.usageMessage()
        .footerHeading("Examples:%n")
        .footer("  haul doctor /mnt/backup   what can be kept of a file there", "");
    spec.addPositional(
        OptionSpecs.operands(
            "DIRECTORY",
            "Where to try what the file system can do, in a subdirectory that is removed again."));
    spec.addOption(OptionSpecs.help());
    return spec;
  }
}
