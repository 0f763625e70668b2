package dev.haul.task;

import org.jspecify.annotations.Nullable;

/** A piece of an operation that a worker runs in one go. */
public sealed interface Task
    permits AppendSource,
        CopyDirectory,
        CopyFiles,
        CopyEntry,
        LinkFile,
        FinishDirectory,
        DeleteEntry,
        DeleteDirectory,
        RemoveDirectory,
        MoveEntry,
        MoveDirectory,
        FinishMove,
        RemoveMoved,
        RemoveEmptied,
        EndMove,
        RenameDirectory,
        RenameEntries {
  /** The operation it belongs to. */
  Job job();

  /**
   * Does the work. Whatever goes wrong with an entry is in the report; nothing is thrown but by
   * errors in haul itself.
   */
  TaskReport run(TaskContext context);

  /** Entries it holds in memory while it waits. */
  default int weight() {
    return 1;
  }

  /** Whether it begins a directory, whose end is awaited with all that is in it. */
  default boolean beginsDirectory() {
    return false;
  }

  /** Whether it puts in order what was begun, and so runs even when no more is to be begun. */
  default boolean runsWhenStopped() {
    return false;
  }

  /**
   * What is run in its place when something below it was left undone or has failed; null if nothing
   * is.
   */
  default @Nullable Task afterFailure() {
    return this;
  }

  /**
   * The same if what has failed may succeed when the user gives the same command again; see {@link
   * TaskReport#hasObstacle}.
   */
  default @Nullable Task afterObstacle() {
    return afterFailure();
  }

  /** Whether it may find more to do than itself. */
  default boolean searches() {
    return beginsDirectory();
  }

  /**
   * What to say when it was lost after {@link TaskContext#irrevocable}, and so is not run again.
   */
  default String whyNotAgain() {
    return "it must not be done twice";
  }

  /** The path it is about, for people. */
  String subject();

  /** Where it puts things, for people; null if it puts nothing. */
  @Nullable String destination();
}
