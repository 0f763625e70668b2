package dev.haul.cli;

import dev.haul.Location;
import dev.haul.MoveOptions;
import dev.haul.plan.TargetRule;
import java.util.List;

/**
 * A move command in the terms of the API.
 *
 * @param sources at least one
 * @param engine what does the work
 */
record MoveRequest(
    List<Location> sources,
    Location target,
    TargetRule rule,
    MoveOptions options,
    EngineChoice engine,
    Presentation presentation) {
  RunRequest run() {
    return new RunRequest(
        MoveSpec.NAME,
        options.dryRun(),
        options.failFast(),
        options.ifExists(),
        false,
        engine,
        presentation);
  }
}
