package dev.haul.engine;

import dev.haul.task.LostAttempts;
import dev.haul.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task with its place in the order of things.
 *
 * @param id stable: a task that has to be run again keeps it
 * @param node the directory whose end waits for this task
 * @param links the hard-linked file this task makes the first copy of
 * @param lost earlier attempts at it
 */
record Assignment(
    long id,
    Task task,
    PendingDirectory node,
    @Nullable LinkGroup links,
    @Nullable LostAttempts lost)
    implements Comparable<Assignment> {

  /**
   * What is known of earlier attempts at what this task hands on: whoever was lost with it may have
   * gone on with that.
   */
  @Nullable LostAttempts handedOn() {
    return lost == null ? null : lost.atWhatItHandsOn();
  }

  Assignment again(LostAttempts attempts) {
    return new Assignment(id, task, node, links, attempts);
  }

  /** Deepest first, so that what was begun is ended before more is begun; then newest first. */
  @Override
  public int compareTo(Assignment other) {
    int byDepth = Integer.compare(other.depth(), depth());
    return byDepth != 0 ? byDepth : Long.compare(other.id, id);
  }

  // The files of a directory go before the rest of it, as its subdirectories do.
  private int depth() {
    return task.beginsDirectory() ? node.depth() : node.depth() + 1;
  }
}
