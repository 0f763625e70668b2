package dev.haul;

/**
 * How an engine is built.
 *
 * @param workers how many tasks run at once at most
 */
public record EngineOptions(int workers) {
  public EngineOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed: " + workers);
    }
  }

  /** As many workers as there are processors. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors());
  }

  public EngineOptions withWorkers(int count) {
    return new EngineOptions(count);
  }
}
