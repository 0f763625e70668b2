package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.choice;
import static dev.haul.cli.OptionSpecs.flag;
import static dev.haul.cli.OptionSpecs.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code haul copy}: its options, the common ones first. */
final class CopySpec {
  static final String NAME = "copy";

  private static final String[] SYNOPSIS = {
    "haul copy [OPTION]... SOURCE... TARGET",
    "       haul copy [OPTION]... -t DIR SOURCE...",
    "       haul copy [OPTION]... --files-from=FILE SOURCE TARGET",
  };

  private static final String[] EXAMPLES = {
    "  haul copy photos /mnt/backup           the tree, as /mnt/backup/photos",
    "  haul copy -T photos /mnt/backup/2026   the tree, under another name",
    "  haul copy -u photos /mnt/backup        again, and only what differs",
    "  haul copy -n -u photos /mnt/backup     what that would do",
    "  haul copy --exclude='*.o' src /tmp     without some of it",
    "",
  };

  private CopySpec() {}

  static CommandSpec create() {
    CommandSpec spec = OptionSpecs.command(NAME, "Copy files and whole trees.");
    spec.usageMessage().customSynopsis(SYNOPSIS);
    spec.usageMessage().footerHeading("Examples:%n").footer(EXAMPLES);
    spec.addPositional(
        OptionSpecs.operands(
            "PATH",
            "What is copied, then the target: a directory to copy into, or the new name. A source"
                + " that ends in /. is copied without its own name."));
    addCommon(spec);
    addSelection(spec);
    addAttributes(spec);
    addCare(spec);
    CommonSpecs.addExecution(spec);
    CommonSpecs.addDepth(spec);
    CommonSpecs.addPresentation(spec);
    return spec;
  }

  private static void addCommon(CommandSpec spec) {
    CommonSpecs.addConflicts(spec);
    spec.addOption(flag("Write nothing; list what would be done.", "-n", "--dry-run"));
    CommonSpecs.addVerbosity(spec);
    CommonSpecs.addTarget(spec, "Copy");
    CommonSpecs.addJobs(spec);
  }

  private static void addSelection(CommandSpec spec) {
    CommonSpecs.addGlobs(spec, "Copy only files that match; may be repeated.");
    spec.addOption(
        value(
            "FILE",
            "Copy what FILE lists, a path a line, relative to SOURCE; - is standard input. A"
                + " directory is made, and copied whole if a slash follows it.",
            "--files-from"));
    spec.addOption(flag("The list is separated by zero bytes.", "-0", "--null"));
    spec.addOption(flag("Stay on the file systems of the sources.", "-x", "--one-file-system"));
    spec.addOption(
        flag("Copy FIFOs, sockets and devices, which are skipped otherwise.", "--special"));
  }

  private static void addAttributes(CommandSpec spec) {
    spec.addOption(
        value(
            "LIST",
            "Keep only these: mode, owner, times, links, xattr, acl, all, separated by commas; all"
                + " is the default.",
            "--preserve"));
    spec.addOption(value("LIST", "Do not keep these.", "--no-preserve"));
    spec.addOption(
        value(
            "MODE",
            "Change modes, as chmod does; D or F first: only of directories or files.",
            "--chmod"));
    spec.addOption(value("OWNER[:GRP]", "Give the copies to these, names or numbers.", "--chown"));
    CommonSpecs.addBackupSuffix(spec);
  }

  private static void addCare(CommandSpec spec) {
    spec.addOption(flag("Read back what was copied and compare.", "--verify"));
    spec.addOption(
        choice(
            "WORD",
            List.of("none", "data", "full"),
            "What a power cut cannot take any more when a file is reported done: nothing, which is"
                + " the default, its data and name, or its attributes and directory too.",
            "--durability"));
    spec.addOption(flag("Count it as a failure when an attribute cannot be kept.", "--strict"));
    spec.addOption(
        choice(
            "WHEN", CommonSpecs.WHEN, "Share data with the source where possible.", "--reflink"));
    spec.addOption(
        choice(
            "WHEN", CommonSpecs.WHEN, "Keep holes, make more of zeros, or fill them.", "--sparse"));
  }
}
