package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.plan.rename.NewName;
import dev.haul.plan.rename.RenamePlan;
import dev.haul.plan.rename.RenamePlanner;
import dev.haul.plan.rename.UndoFile;
import dev.haul.plan.rename.UndoPlanner;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code haul rename}: plans it, writes down how to take it back, runs it, tells of it. */
final class RenameCommand {
  private final Surroundings surroundings;

  RenameCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(Arguments arguments) throws UsageException {
    return run(RenameMapper.map(new Choices(arguments, Settings.of(surroundings))));
  }

  ExitCode run(RenameRequest request) throws UsageException {
    RunRequest run = request.run();
    Messages messages = Messages.of(request.presentation(), surroundings);
    RenamePlan plan;
    Location undoFile = null;
    ExitCode known = ExitCode.DONE;
    try {
      Location undone = request.undo();
      if (undone == null) {
        plan = plan(request);
      } else {
        UndoFile.Content content = read(undone);
        known = tellIfCutOff(content, undone, messages);
        plan = UndoPlanner.plan(content.renames(), request.options(), request.engine().workers());
      }
      if (isToBeWritten(request, plan)) {
        undoFile = writeUndoFile(request, plan);
      }
    } catch (IOException e) {
      messages.error("cannot rename: " + reason(e));
      return ExitCode.FAILED;
    }
    String undo = undoFile == null ? null : undoFile.toString();
    Results results = Results.of(run, surroundings.out(), undo);
    if (plan.isRefused()) {
      return results.refuse(plan.refusals(), run.verb(), messages);
    }
    CommandRun renaming = new CommandRun(surroundings, run, messages, results).after(known);
    ExitCode code = renaming.run(plan.renames());
    if (undo != null) {
      tell(undo, request.presentation(), messages);
    }
    return code;
  }

  private RenamePlan plan(RenameRequest request) throws UsageException {
    PathListFile map = request.map();
    if (map != null) {
      return RenamePlanner.plan(
          RenameMapReader.read(map, surroundings.in()),
          request.options(),
          request.engine().workers());
    }
    NewName naming = request.naming();
    if (naming == null) {
      throw new IllegalStateException("nothing says how");
    }
    return RenamePlanner.plan(
        operands(request),
        naming,
        request.selection(),
        request.options(),
        request.engine().workers());
  }

  // Which of both it is, nobody can see: what was renamed need not be in what is left of the file.
  private static ExitCode tellIfCutOff(UndoFile.Content content, Location undo, Messages messages) {
    if (content.complete()) {
      return ExitCode.DONE;
    }
    messages.error(
        "'"
            + Visible.of(undo.toString())
            + "' has no end: if haul was stopped while it wrote it, nothing had been renamed;"
            + " if it was cut off later, not all is taken back");
    return ExitCode.FAILED;
  }

  private static UndoFile.Content read(Location undo) throws IOException {
    try {
      return UndoFile.read(NamedFile.path(undo));
    } catch (IOException e) {
      throw new FileSystemException(undo.toString(), null, Failure.reasonOf(e));
    }
  }

  private List<Location> operands(RenameRequest request) throws UsageException {
    List<Location> operands = new ArrayList<>(request.operands());
    PathListFile list = request.list();
    if (list != null) {
      operands.addAll(
          CommonChoices.locations(PathListReader.readAnywhere(list, surroundings.in())));
    }
    return operands;
  }

  // The same undo file serves again for what takes something back.
  private static boolean isToBeWritten(RenameRequest request, RenamePlan plan) {
    return request.undo() == null && !request.options().dryRun() && !plan.renames().isEmpty();
  }

  private Location writeUndoFile(RenameRequest request, RenamePlan plan)
      throws IOException, UsageException {
    Location chosen = request.undoFile();
    if (chosen == null) {
      return new UndoPlace(surroundings).write(plan.renames());
    }
    UndoPlace.write(chosen, plan.renames());
    return chosen;
  }

  private void tell(String undo, Presentation presentation, Messages messages) {
    boolean shown = presentation.isVerbose() || surroundings.err().isTerminal();
    if (shown && !presentation.isQuiet()) {
      messages.note("to take it back: haul rename --undo='" + Visible.of(undo) + "'");
    }
  }

  private static String reason(IOException error) {
    String file = error instanceof FileSystemException e ? nullToEmpty(e.getFile()) : "";
    return (file.isEmpty() ? "" : "'" + Visible.of(file) + "': ")
        + Visible.of(Failure.reasonOf(error));
  }

  private static String nullToEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
