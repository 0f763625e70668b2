package dev.haul;

import dev.haul.engine.DirectEngine;
import dev.haul.engine.OperationEngine;
import dev.haul.engine.TaskEngine;
import dev.haul.engine.async.AsyncEngine;
import dev.haul.engine.process.ProcessEngine;
import dev.haul.engine.thread.ThreadEngine;

/** Makes engines. */
public final class Engines {
  private Engines() {}

  /** A new engine with workers of its own; they are started as work appears. */
  public static Engine open(EngineKind kind, EngineOptions options) {
    return new OperationEngine(taskEngine(kind, options));
  }

  private static TaskEngine taskEngine(EngineKind kind, EngineOptions options) {
    return switch (kind) {
      case THREADS -> new ThreadEngine(options.workers());
      case PROCESSES -> new ProcessEngine(options);
      case ASYNC -> new AsyncEngine(options);
      case DIRECT -> new DirectEngine();
    };
  }
}
