package dev.haul;

import java.time.Duration;

/**
 * How an engine is built.
 *
 * @param workers how many tasks run at once at most
 * @param depth where data moves through asynchronous channels: how many files are on their way at
 *     once, besides one for each worker; less where fewer files may be open
 * @param tasksPerWorker where workers are processes: after how many tasks one is renewed, so that
 *     nothing it holds on to can pile up; 0 for never
 * @param workerTimeout where workers are processes: how long one may be at one task before it is
 *     given up; zero for ever. One that gives no sign of life at all is given up in any case
 */
public record EngineOptions(int workers, int depth, int tasksPerWorker, Duration workerTimeout) {
  private static final int USUAL_DEPTH = 64;

  public EngineOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed: " + workers);
    }
    if (depth < 1) {
      throw new IllegalArgumentException("at least one file has to be on its way: " + depth);
    }
    if (tasksPerWorker < 0 || workerTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "must not be negative: " + tasksPerWorker + ", " + workerTimeout);
    }
  }

  public EngineOptions(int workers) {
    this(workers, USUAL_DEPTH, 0, Duration.ZERO);
  }

  /** As many workers as there are processors. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors());
  }

  public EngineOptions withWorkers(int count) {
    return new EngineOptions(count, depth, tasksPerWorker, workerTimeout);
  }

  public EngineOptions withDepth(int files) {
    return new EngineOptions(workers, files, tasksPerWorker, workerTimeout);
  }

  public EngineOptions withTasksPerWorker(int count) {
    return new EngineOptions(workers, depth, count, workerTimeout);
  }

  public EngineOptions withWorkerTimeout(Duration timeout) {
    return new EngineOptions(workers, depth, tasksPerWorker, timeout);
  }
}
