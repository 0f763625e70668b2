package dev.haul.engine;

/** A way of running tasks: what distinguishes one engine from another. */
public interface TaskEngine extends AutoCloseable {
  /** Tells it where work comes from; called once, before anything else. */
  void start(WorkSource source);

  /**
   * There is work and nobody waiting for it: time to start one more worker, or to do it. Called
   * often and by any thread.
   */
  void workAppeared();

  /** Whether tasks run in the thread that submits, so that nothing may wait for it. */
  boolean runsInCaller();

  /** Waits for the workers, which end when the source has nothing more. */
  @Override
  void close();
}
