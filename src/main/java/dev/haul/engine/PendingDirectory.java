package dev.haul.engine;

import dev.haul.task.LostAttempts;
import dev.haul.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Counts what has yet to end below a directory. Guarded by the scheduler's lock.
 *
 * <p>Each one is linked to its parent, which counts it as one: no list of directories to finish, no
 * barrier between levels, and no memory for what has ended.
 */
final class PendingDirectory {
  private final OperationRun operation;
  private final @Nullable PendingDirectory parent;
  private final int depth;
  private @Nullable Task finish;
  private @Nullable LostAttempts lost;
  private int open;
  private boolean incomplete;
  private boolean obstructed;

  PendingDirectory(OperationRun operation, @Nullable PendingDirectory parent) {
    this.operation = operation;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  OperationRun operation() {
    return operation;
  }

  @Nullable PendingDirectory parent() {
    return parent;
  }

  int depth() {
    return depth;
  }

  void opened() {
    open++;
  }

  /** Whether that was the last one. */
  boolean closed() {
    return --open == 0;
  }

  /** Something in here was left undone, so the whole is. */
  void incomplete() {
    incomplete = true;
  }

  boolean isIncomplete() {
    return incomplete;
  }

  /** Something in here has failed that may succeed another time; so it is left undone as well. */
  void obstructed() {
    obstructed = true;
  }

  boolean isObstructed() {
    return obstructed;
  }

  /**
   * @param attempts earlier attempts at what has told of it
   */
  void finishWith(Task task, @Nullable LostAttempts attempts) {
    finish = task;
    lost = attempts;
  }

  /** Earlier attempts at what {@link #takeFinish} gives. */
  @Nullable LostAttempts lost() {
    return lost;
  }

  /** What is left to do when all has ended; null the second time. */
  @Nullable Task takeFinish() {
    Task task = finish;
    finish = null;
    return task;
  }
}
