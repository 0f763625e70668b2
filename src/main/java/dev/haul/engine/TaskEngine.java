package dev.haul.engine;

import dev.haul.WorkerSummary;
import java.util.List;

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

  /** Whether tasks run in this process, so that they reach what only this process has. */
  default boolean runsInThisProcess() {
    return true;
  }

  /** What each worker has done, where workers are processes. */
  default List<WorkerSummary> workers() {
    return List.of();
  }

  /** File data that went through asynchronous channels so far, in bytes. */
  default long channelBytes() {
    return 0;
  }

  /** What its user may want to know of how it worked. */
  default List<String> notes() {
    return List.of();
  }

  /** Waits for the workers, which end when the source has nothing more. */
  @Override
  void close();

  /** Waits for a thread to end, however long that takes. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was begun is waited for all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
