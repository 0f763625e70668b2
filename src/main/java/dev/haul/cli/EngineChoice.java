package dev.haul.cli;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import java.time.Duration;
import java.util.Locale;

/** Which engine does the work, and with how many workers. */
record EngineChoice(EngineKind kind, EngineOptions options) {
  private static final String WORKER_TIMEOUT = "--worker-timeout";
  private static final String DEPTH = "--depth";

  static EngineChoice of(Choices choices) throws UsageException {
    EngineKind kind = kind(choices);
    choices.needs(WORKER_TIMEOUT, kind == EngineKind.PROCESSES, "--engine=processes");
    choices.needs(DEPTH, kind == EngineKind.ASYNC, "--engine=async");
    Choice jobs = choices.find(Setting.JOBS);
    Choice depth = choices.find(DEPTH);
    Choice timeout = choices.find(WORKER_TIMEOUT);
    EngineOptions options = EngineOptions.defaults();
    if (jobs != null) {
      options = options.withWorkers(jobs.number(1));
    }
    if (depth != null) {
      options = options.withDepth(depth.number(1));
    }
    if (timeout != null) {
      options = options.withWorkerTimeout(Duration.ofSeconds(timeout.number(1)));
    }
    return new EngineChoice(kind, options);
  }

  private static EngineKind kind(Choices choices) throws UsageException {
    Choice engine = choices.find(Setting.ENGINE);
    if (engine == null) {
      return EngineKind.THREADS;
    }
    return switch (engine.value()) {
      case "auto", "threads" -> EngineKind.THREADS;
      case "processes" -> EngineKind.PROCESSES;
      case "async" -> EngineKind.ASYNC;
      default -> throw engine.invalid("not one of auto, threads, processes, async");
    };
  }

  int workers() {
    return options.workers();
  }

  Engine open() {
    return Engines.open(kind, options);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
