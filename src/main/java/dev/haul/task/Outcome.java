package dev.haul.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a task that another process has run, and of what it found to do.
 *
 * @param report of the task, and of all it found that came to its end with it
 * @param found the others, in the order they were found
 */
public record Outcome(TaskReport report, List<Found> found) {
  /**
   * What a task has found to do.
   *
   * @param outcome what came of it; null if it has yet to be run
   */
  public record Found(Task task, @Nullable Outcome outcome) {}

  /** Whether nothing is left to be done. */
  boolean isWhole() {
    return found.isEmpty() && report.leavesNothing();
  }
}
