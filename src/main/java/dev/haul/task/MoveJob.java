package dev.haul.task;

import dev.haul.ConflictPolicy;
import dev.haul.EntryFilter;
import dev.haul.MoveOptions;

/**
 * What all tasks of one move share.
 *
 * @param files how a single file goes to another file system: durable by itself
 * @param trees how a directory goes there: made durable as a whole
 * @param treesAgain the same when an interrupted move goes on
 * @param merges the same into a directory that is there
 */
public record MoveJob(
    int id,
    boolean detailed,
    MoveOptions options,
    CopyJob files,
    CopyJob trees,
    CopyJob treesAgain,
    CopyJob merges)
    implements Job {
  @Override
  public int operandDepth() {
    return 1;
  }

  @Override
  public EntryFilter filter() {
    return EntryFilter.ALL;
  }

  /** Whether what is not equal is to be left where it is, so that it is no failure. */
  boolean leavesSome() {
    return options.ifExists() == ConflictPolicy.SKIP || options.ifExists() == ConflictPolicy.NEWER;
  }

  /** Whether all that is there after a copy was put there by it. */
  boolean replacesAll() {
    return !leavesSome() && options.ifExists() != ConflictPolicy.UPDATE;
  }
}
