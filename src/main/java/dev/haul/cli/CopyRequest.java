package dev.haul.cli;

import dev.haul.CopyOptions;
import dev.haul.Location;
import dev.haul.plan.TargetRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy command in the terms of the API.
 *
 * @param sources at least one
 * @param list where the paths are listed that are to be copied of the one source
 * @param engine what does the work
 * @param strict whether a lost attribute is a failure
 */
record CopyRequest(
    List<Location> sources,
    Location target,
    TargetRule rule,
    @Nullable PathListFile list,
    CopyOptions options,
    EngineChoice engine,
    boolean strict,
    Presentation presentation) {
  RunRequest run() {
    return new RunRequest(
        CopySpec.NAME,
        options.dryRun(),
        options.failFast(),
        options.ifExists(),
        strict,
        engine,
        presentation);
  }
}
