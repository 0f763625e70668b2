package dev.haul.cli;

import dev.haul.AppendOptions;
import dev.haul.ConflictPolicy;
import dev.haul.Location;
import dev.haul.RecordFormat;
import java.util.List;

/**
 * An append command in the terms of the API.
 *
 * @param sources none for standard input
 * @param ordered whether they are added one after the other
 * @param recovers whether nothing is added, but the end of the target put in order
 * @param engine what does the work
 */
record AppendRequest(
    Location target,
    List<Location> sources,
    RecordFormat records,
    AppendOptions options,
    boolean ordered,
    boolean recovers,
    boolean failFast,
    EngineChoice engine,
    Presentation presentation) {
  RunRequest run() {
    return new RunRequest(
        AppendSpec.NAME, false, failFast, ConflictPolicy.FAIL, false, engine, presentation);
  }
}
