package dev.haul.cli;

import dev.haul.ConflictPolicy;
import dev.haul.Location;
import dev.haul.RenameOptions;
import dev.haul.plan.rename.NewName;
import dev.haul.plan.rename.RenameSelection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rename command in the terms of the API.
 *
 * @param naming what the operands are to be called; null if something else says that
 * @param list where more operands are listed
 * @param map where pairs of old and new names are listed
 * @param undo a file that tells what to take back
 * @param undoFile where to write one; null for the usual place
 * @param engine what does the work
 */
record RenameRequest(
    @Nullable NewName naming,
    List<Location> operands,
    @Nullable PathListFile list,
    @Nullable PathListFile map,
    @Nullable Location undo,
    @Nullable Location undoFile,
    RenameSelection selection,
    RenameOptions options,
    EngineChoice engine,
    Presentation presentation) {
  RunRequest run() {
    return new RunRequest(
        RenameSpec.NAME,
        options.dryRun(),
        options.failFast(),
        ConflictPolicy.SKIP,
        false,
        engine,
        presentation);
  }
}
