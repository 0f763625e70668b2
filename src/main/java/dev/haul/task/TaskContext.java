package dev.haul.task;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a worker lends to the task it runs. */
public interface TaskContext {
  /** So often it is looked in a pause whether the operation was cancelled. */
  long LOOK_NANOS = 10_000_000;

  /** The open directories of this process. */
  DirectoryCache directories();

  /** Moves data, in the engine's own way. */
  Mover mover();

  /** The files of this process that records are added to. */
  Appenders appenders();

  /** Hands a new task to the scheduler, at once. */
  void spawn(Task task);

  /** Whether the task should return what it has not done yet. */
  boolean shouldYield();

  /** Whether nothing waits that another worker could take: what can be shared should be. */
  boolean lacksTasks();

  /** Whether the operation was cancelled: begin nothing, take back what is under way. */
  boolean isCancelled();

  /** Waits before something is tried again; not on when the operation is cancelled meanwhile. */
  default void pause(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0 && !isCancelled(); left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
    }
  }

  /** Earlier attempts at this task; null if this is the first. */
  @Nullable LostAttempts lostAttempts();

  /** A directory was made in one that was there before: told before anything is put into it. */
  void made(FileIdentity directory);

  /** What the task does from now on must not be done again: told before it is done. */
  void irrevocable();

  /** Live figures, for people to look at. */
  ProgressMeter progress();
}
