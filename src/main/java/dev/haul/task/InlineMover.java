package dev.haul.task;

import dev.haul.fs.Roots;
import java.io.IOException;

/** Moves in the calling thread. */
final class InlineMover extends GroupMover {
  /** Of all descriptors, that files on their way may take; half is the directory cache's. */
  private static final int SHARE = 4;

  private final int workers;
  private int atOnce;

  /**
   * Moves for so many workers of one process.
   *
   * @param workers that share the process's descriptors
   */
  InlineMover(int workers) {
    this.workers = workers;
  }

  // Not when it is made: the first system call takes milliseconds, and is under way elsewhere.
  // Whoever asks first works it out, and whoever asks meanwhile does so too.
  @Override
  public int filesAtOnce() {
    int known = atOnce;
    if (known == 0) {
      known = affordable(Roots.descriptorLimit() / SHARE / workers);
      atOnce = known;
    }
    return known;
  }

  @Override
  protected boolean moveData(Moving file) throws IOException {
    file.transfer().moveData(file.monitor());
    return true;
  }
}
