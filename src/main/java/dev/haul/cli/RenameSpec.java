package dev.haul.cli;

import static dev.haul.cli.OptionSpecs.choice;
import static dev.haul.cli.OptionSpecs.flag;
import static dev.haul.cli.OptionSpecs.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code haul rename}: its options, the common ones first. */
final class RenameSpec {
  static final String NAME = "rename";

  private static final String[] EXAMPLES = {
    "  haul rename 's/ /_/g' *                spaces become underscores",
    "  haul rename -n 's/(\\d+)-(.*)/$2-$1/' * what that would do, with groups",
    "  haul rename --template='{mtime}-{n:03}{ext}' *.jpg",
    "  haul rename -r --case=lower .          all that is in a tree",
    "  haul rename --map=names.tsv            old TAB new, a line each",
    "  haul rename --undo=FILE                takes all of it back",
    "",
  };

  private RenameSpec() {}

  static CommandSpec create() {
    CommandSpec spec = OptionSpecs.command(NAME, "Give files and directories other names.");
    spec.usageMessage()
        .customSynopsis(
            "haul rename [OPTION]... 's/REGEX/REPLACEMENT/[gi]' PATH...",
            "       haul rename [OPTION]... --template=TEXT|--case=WORD PATH...",
            "       haul rename [OPTION]... --map=FILE",
            "       haul rename [OPTION]... --undo=FILE");
    spec.usageMessage().footerHeading("Examples:%n").footer(EXAMPLES);
    spec.addPositional(
        OptionSpecs.operands(
            "PATH",
            "What is renamed, behind the expression if nothing else says how. Names change,"
                + " directories do not, and nothing is ever replaced: if one name cannot be given,"
                + " nothing is done."));
    addNaming(spec);
    spec.addOption(
        flag("Rename also what is in directories, before themselves.", "-r", "--recursive"));
    spec.addOption(
        choice("WHICH", List.of("all", "files", "dirs"), "Rename only these.", "--only"));
    CommonSpecs.addGlobs(spec, "Rename only what matches; may be repeated.");
    spec.addOption(
        value(
            "FILE",
            "Rename also what FILE lists, a path a line; - is standard input.",
            "--files-from"));
    spec.addOption(flag("The list, or the map, is separated by zero bytes.", "-0", "--null"));
    spec.addOption(flag("Rename nothing; list what would be.", "-n", "--dry-run"));
    addUndo(spec);
    CommonSpecs.addVerbosity(spec);
    CommonSpecs.addJobs(spec);
    CommonSpecs.addExecution(spec);
    CommonSpecs.addPresentation(spec);
    return spec;
  }

  private static void addNaming(CommandSpec spec) {
    spec.addOption(
        value(
            "TEXT",
            "Make the names of TEXT, in which {name}, {stem}, {ext}, {parent}, {n} and {mtime}"
                + " stand for the old name, that without its extension, the extension with its"
                + " dot, the directory's name, a number and the day of the last change. {n:03+10}"
                + " has three digits and begins with 10; {mtime:yyyyMMdd-HHmm} is written so.",
            "--template"));
    spec.addOption(
        choice("WORD", List.of("lower", "upper", "title"), "Change only letters.", "--case"));
    spec.addOption(
        value(
            "FILE",
            "Take old and new names from FILE, a tab between them, a pair a line; - is standard"
                + " input.",
            "--map"));
  }

  private static void addUndo(CommandSpec spec) {
    spec.addOption(
        value("FILE", "Take back what FILE tells of, also if it was interrupted.", "--undo"));
    spec.addOption(
        value(
            "FILE",
            "Write what --undo needs to FILE; by default to a new one in"
                + " ~/.local/state/haul ($XDG_STATE_HOME/haul).",
            "--undo-file"));
  }
}
