package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.flag;
import static dev.haul.cli.OptionSpecs.value;

import picocli.CommandLine.Model.CommandSpec;

/** {@code haul delete}: its options, the common ones first. */
final class DeleteSpec {
  static final String NAME = "delete";

  private static final String[] EXAMPLES = {
    "  haul delete -r build                   the tree",
    "  haul delete -rn build                  what that would delete",
    "  haul delete -ri build                  asks once, with the count and the size",
    "  haul delete -r --include='*.o' src     object files, and what is empty then",
    "  find . -name '*~' -print0 | haul delete -0 --files-from=-",
    "",
  };

  private DeleteSpec() {}

  static CommandSpec create() {
    CommandSpec spec = OptionSpecs.command(NAME, "Delete files and whole trees.");
    spec.usageMessage().customSynopsis("haul delete [OPTION]... PATH...");
    spec.usageMessage().footerHeading("Examples:%n").footer(EXAMPLES);
    spec.addPositional(
        OptionSpecs.operands(
            "PATH",
            "What is deleted. Of a link, the link itself. Never '/', '.', '..', the working"
                + " directory, or what that lies in."));
    spec.addOption(flag("Delete directories too, with all that is in them.", "-r", "--recursive"));
    spec.addOption(flag("Pass over a PATH that is not there.", "-f", "--force"));
    spec.addOption(
        flag("Ask once, with the count and size of what would go.", "-i", "--interactive"));
    spec.addOption(flag("Delete nothing; list what would go.", "-n", "--dry-run"));
    CommonSpecs.addVerbosity(spec);
    CommonSpecs.addJobs(spec);
    CommonSpecs.addGlobs(spec, "Delete only files that match; may be repeated.");
    spec.addOption(
        value(
            "FILE",
            "Delete also what FILE lists, a path a line; - is standard input.",
            "--files-from"));
    spec.addOption(flag("The list is separated by zero bytes.", "-0", "--null"));
    spec.addOption(
        flag("Leave mount points, and what is mounted there, alone.", "-x", "--one-file-system"));
    CommonSpecs.addExecution(spec);
    CommonSpecs.addPresentation(spec);
    return spec;
  }
}
