package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.choice;
import static dev.haul.cli.OptionSpecs.flag;
import static dev.haul.cli.OptionSpecs.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that several commands have. */
final class CommonSpecs {
  static final List<String> WHEN = List.of("auto", "always", "never");

  private CommonSpecs() {}

  static void addConflicts(CommandSpec spec) {
    spec.addOption(flag("Replace existing files: --if-exists=replace.", "-f", "--force"));
    spec.addOption(
        flag(
            "Replace existing files whose size or modification time differs: --if-exists=update.",
            "-u",
            "--update"));
    spec.addOption(
        choice(
            "WORD",
            List.of("fail", "skip", "replace", "update", "newer", "backup"),
            "What to do when a file exists; fail is the default.",
            "--if-exists"));
  }

  static void addTarget(CommandSpec spec, String verb) {
    spec.addOption(value("DIR", verb + " all sources into DIR.", "-t", "--target-directory"));
    spec.addOption(
        flag("TARGET is the new name even if it is a directory.", "-T", "--no-target-directory"));
  }

  static void addBackupSuffix(CommandSpec spec) {
    spec.addOption(
        value(
            "SUFFIX",
            "What --if-exists=backup appends to names; ~ is the default.",
            "--backup-suffix"));
  }

  static void addVerbosity(CommandSpec spec) {
    spec.addOption(flag("List what is done.", "-v", "--verbose"));
    spec.addOption(flag("Print errors only.", "-q", "--quiet"));
  }

  static void addJobs(CommandSpec spec) {
    spec.addOption(
        value("N", "Work on N things at once; as many as processors by default.", "-j", "--jobs"));
  }

  static void addGlobs(CommandSpec spec, String include) {
    spec.addOption(
        value(
            "GLOB",
            "Leave out what matches, a directory with all that is in it; may be repeated. A GLOB"
                + " without a slash is held against names, one with a slash against paths below"
                + " the operand.",
            "--exclude"));
    spec.addOption(value("GLOB", include, "--include"));
  }

  static OptionSpec failFast() {
    return flag("Stop at the first failure.", "--fail-fast");
  }

  static void addExecution(CommandSpec spec) {
    spec.addOption(failFast());
    spec.addOption(
        value(
            "N",
            "Try N times more after errors that may pass, after 10 ms at first, later up to 1 s;"
                + " 3 is the default.",
            "--retries"));
    addEngine(spec);
  }

  static void addEngine(CommandSpec spec) {
    spec.addOption(
        choice(
            "NAME",
            List.of("auto", "threads", "processes", "async"),
            "What does the work: threads of this process, worker processes, or asynchronous"
                + " channels. auto is threads.",
            "-e",
            "--engine"));
    spec.addOption(
        value(
            "SECONDS",
            "With --engine=processes: give a worker up that is at one piece of work for longer.",
            "--worker-timeout"));
  }

  static void addDepth(CommandSpec spec) {
    spec.addOption(
        value(
            "N",
            "With --engine=async: have the data of N files on its way at once; 64 by default.",
            "--depth"));
  }

  static void addPresentation(CommandSpec spec) {
    spec.addOption(flag("Print one JSON document.", "--json"));
    spec.addOption(flag("Print an event a line, in JSON.", "--json-lines"));
    spec.addOption(choice("WHEN", WHEN, "Show how far it is.", "--progress"));
    spec.addOption(flag("As --progress=never.", "--no-progress"));
    spec.addOption(choice("WHEN", WHEN, "Use colours.", "--color"));
    spec.addOption(flag("Show where errors come from in the program.", "--debug"));
    spec.addOption(OptionSpecs.help());
  }
}
