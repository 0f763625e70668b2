package dev.haul.cli;

import dev.haul.ConflictPolicy;
import dev.haul.DeleteOptions;
import dev.haul.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delete command in the terms of the API.
 *
 * @param list where more operands are listed
 * @param force whether operands may be missing
 * @param asks whether somebody is asked before anything goes
 * @param engine what does the work
 */
record DeleteRequest(
    List<Location> operands,
    @Nullable PathListFile list,
    DeleteOptions options,
    boolean force,
    boolean asks,
    EngineChoice engine,
    Presentation presentation) {
  RunRequest run() {
    return new RunRequest(
        DeleteSpec.NAME,
        options.dryRun(),
        options.failFast(),
        ConflictPolicy.FAIL,
        false,
        engine,
        presentation);
  }
}
