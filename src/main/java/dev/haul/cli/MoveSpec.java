package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.flag;

import picocli.CommandLine.Model.CommandSpec;

/** {@code haul move}: its options, the common ones first. */
final class MoveSpec {
  static final String NAME = "move";

  private static final String[] SYNOPSIS = {
    "haul move [OPTION]... SOURCE... TARGET", "       haul move [OPTION]... -t DIR SOURCE...",
  };

  private static final String[] EXAMPLES = {
    "  haul move photos /mnt/archive            the tree, as /mnt/archive/photos",
    "  haul move -T photos /mnt/archive/2026    the tree, under another name",
    "  haul move --merge new/photos .           into the photos that are there",
    "  haul move --if-exists=backup a.txt old   keeps what old/a.txt was",
    "",
  };

  private MoveSpec() {}

  static CommandSpec create() {
    CommandSpec spec =
        OptionSpecs.command(NAME, "Move files and whole trees, to other file systems too.");
    spec.usageMessage().customSynopsis(SYNOPSIS);
    spec.usageMessage().footerHeading("Examples:%n").footer(EXAMPLES);
    spec.addPositional(
        OptionSpecs.operands(
            "PATH",
            "What is moved, then the target: a directory to move into, or the new name. To another"
                + " file system everything is copied, made durable, compared and then deleted; if"
                + " that is interrupted, the same command again ends it."));
    CommonSpecs.addConflicts(spec);
    spec.addOption(
        flag("Move a directory into one that is there and not empty, entry by entry.", "--merge"));
    spec.addOption(flag("Change nothing; list what would be done.", "-n", "--dry-run"));
    CommonSpecs.addVerbosity(spec);
    CommonSpecs.addTarget(spec, "Move");
    CommonSpecs.addJobs(spec);
    CommonSpecs.addBackupSuffix(spec);
    spec.addOption(
        flag("Read back what had to be copied and compare, before its source goes.", "--verify"));
    CommonSpecs.addExecution(spec);
    CommonSpecs.addDepth(spec);
    CommonSpecs.addPresentation(spec);
    return spec;
  }
}
