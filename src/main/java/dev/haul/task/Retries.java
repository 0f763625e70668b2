package dev.haul.task;

import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what has failed for a reason that may pass, after pauses that grow: what is busy now
 * is seldom so for long, and a server that is gone is not back at once.
 */
final class Retries {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int GROWTH = 5;

  private final TaskContext context;
  private int left;
  private Duration pause = SHORTEST;

  /**
   * Tries again for one entry.
   *
   * @param most how often
   */
  Retries(TaskContext context, int most) {
    this.context = context;
    this.left = most;
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Attempt<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** Something that may fail, of which nothing is wanted back. */
  @FunctionalInterface
  interface Effect {
    void run() throws IOException;
  }

  /** Whether to try again after this error: the time has come when this returns. */
  boolean passes(IOException error) {
    if (!(error instanceof TransientFileSystemException) || left == 0 || context.isCancelled()) {
      return false;
    }
    left--;
    context.pause(pause);
    Duration next = pause.multipliedBy(GROWTH);
    pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
    return !context.isCancelled();
  }

  /** Does it until it succeeds or fails for good. */
  <T extends @Nullable Object> T call(Attempt<T> attempt) throws IOException {
    while (true) {
      try {
        return attempt.run();
      } catch (TransientFileSystemException e) {
        if (!passes(e)) {
          throw e;
        }
      }
    }
  }

  /** Does it until it succeeds or fails for good. */
  void run(Effect effect) throws IOException {
    try {
      effect.run();
    } catch (TransientFileSystemException e) {
      after(e, effect);
    }
  }

  /** Does again what has failed, until it succeeds or fails for good. */
  void after(TransientFileSystemException error, Effect effect) throws IOException {
    TransientFileSystemException last = error;
    while (passes(last)) {
      try {
        effect.run();
        return;
      } catch (TransientFileSystemException e) {
        last = e;
      }
    }
    throw last;
  }
}
