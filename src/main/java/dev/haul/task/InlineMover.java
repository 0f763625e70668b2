package dev.haul.task;

import dev.haul.fs.DataRanges;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Roots;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;

/** Moves in the calling thread, large files with a helper. */
final class InlineMover extends GroupMover {
  /** Of all descriptors, that files on their way may take; half is the directory cache's. */
  private static final int SHARE = 4;

  private final int workers;
  private final Helpers helpers;
  private int atOnce;

  /**
   * Moves for so many workers of one process.
   *
   * @param workers that share the process's descriptors
   */
  InlineMover(int workers, Helpers helpers) {
    this.workers = workers;
    this.helpers = helpers;
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
    FileTransfer transfer = file.transfer();
    TransferMonitor monitor = file.monitor();
    boolean shared = workers > 1 && transfer.source().size() >= SharedMove.LEAST;
    if (!shared) {
      transfer.moveData(monitor);
    } else if (!transfer.moveIfShort(monitor)) {
      moveTogether(transfer, monitor);
    }
    return true;
  }

  private void moveTogether(FileTransfer transfer, TransferMonitor monitor) throws IOException {
    DataRanges ranges = transfer.ranges();
    if (ranges == null) {
      transfer.moveData(monitor);
    } else {
      new SharedMove(transfer.source().size(), ranges, monitor, helpers).run();
    }
  }
}
