package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.choice;
import static dev.haul.cli.OptionSpecs.flag;
import static dev.haul.cli.OptionSpecs.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code haul append}: its options, the common ones first. */
final class AppendSpec {
  static final String NAME = "append";

  private static final String[] EXAMPLES = {
    "  make 2>&1 | haul append build.log      each line whole, whoever else writes",
    "  haul append all.log part-*.log         several files at once",
    "  haul append --ordered all part-*       one after the other",
    "  haul append --durability=data log      a line that is there stays, come what may",
    "  haul append --recover log              after a kill, if nobody appends any more",
    "",
  };

  private AppendSpec() {}

  static CommandSpec create() {
    CommandSpec spec =
        OptionSpecs.command(NAME, "Add records to a file that others add to at the same time.");
    spec.usageMessage()
        .customSynopsis(
            "haul append [OPTION]... TARGET [SOURCE]...",
            "       haul append [OPTION]... --recover TARGET");
    spec.usageMessage().footerHeading("Examples:%n").footer(EXAMPLES);
    spec.addPositional(
        OptionSpecs.operands(
            "PATH",
            "The file that gets more, and is made if need be; then what it gets, without any"
                + " SOURCE or with - standard input. Records of several sources are mingled, but"
                + " each is whole."));
    addRecords(spec);
    CommonSpecs.addVerbosity(spec);
    CommonSpecs.addJobs(spec);
    addLocks(spec);
    spec.addOption(CommonSpecs.failFast());
    CommonSpecs.addEngine(spec);
    CommonSpecs.addDepth(spec);
    CommonSpecs.addPresentation(spec);
    return spec;
  }

  private static void addRecords(CommandSpec spec) {
    spec.addOption(
        value(
            "FORMAT",
            "What is added in one piece: line (the default), nul (up to a zero byte), whole (a"
                + " source), fixed:N (N bytes).",
            "--record"));
    spec.addOption(flag("Add the sources in their order.", "--ordered"));
    spec.addOption(flag("Add to a TARGET that is there, make none.", "--no-create"));
    spec.addOption(value("MODE", "Permissions of a TARGET that is made, as in 0640.", "--mode"));
    spec.addOption(
        flag(
            "Add nothing: put the end of TARGET in order if a writer was killed there.",
            "--recover"));
  }

  private static void addLocks(CommandSpec spec) {
    spec.addOption(
        choice(
            "WORD",
            List.of("none", "data", "full"),
            "What a power cut cannot take any more when a record is there: nothing, which is the"
                + " default, the record, or the file's times too.",
            "--durability"));
    spec.addOption(
        choice(
            "KIND",
            List.of("auto", "target", "flock", "ofd", "sidecar", "none"),
            "How other writers are kept out: by flock and fcntl locks on TARGET, which is the"
                + " default, by one of both, by a file beside it, or not at all.",
            "--lock"));
    spec.addOption(
        value("SECONDS", "Wait no longer for others who have TARGET locked.", "--lock-timeout"));
  }
}
