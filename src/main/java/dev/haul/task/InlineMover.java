package dev.haul.task;

import dev.haul.fs.FileTransfer;
import dev.haul.fs.Losses;
import dev.haul.fs.Roots;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Moves in the calling thread. Of several files first all data, then all ends: one and the same
 * thing many times in a row finds the kernel's code for it, and haul's own, in the processor's
 * cache. Together with opening and creating them in such rows it saves a tenth and more of the time
 * that a tree of small files takes.
 */
final class InlineMover implements Mover {
  /** More would save nothing more. */
  private static final int MOST_AT_ONCE = 16;

  /** Of all descriptors, that files on their way may take; half is the directory cache's. */
  private static final int SHARE = 4;

  private static final int DESCRIPTORS_PER_FILE = 2;

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
      int affordable = Roots.descriptorLimit() / SHARE / DESCRIPTORS_PER_FILE / workers;
      known = Math.clamp(affordable, 1, MOST_AT_ONCE);
      atOnce = known;
    }
    return known;
  }

  // Not by guarded: a step for each file that holds what it needs is slow to make without C2.
  @Override
  public void move(FileTransfer transfer, TransferMonitor monitor, Losses losses, Outcome outcome) {
    if (hasMoved(transfer, monitor, outcome)) {
      Mover.complete(transfer, losses, outcome);
    }
  }

  @Override
  public void moveAll(List<Moving> files, BooleanSupplier targetIsFull) {
    List<Moving> moved = new ArrayList<>(files.size());
    try {
      for (Moving file : files) {
        if (targetIsFull.getAsBoolean()) {
          file.transfer().abort();
        } else if (hasMoved(file.transfer(), file.monitor(), file.outcome())) {
          moved.add(file);
        }
      }
      for (Moving file : moved) {
        Mover.complete(file.transfer(), file.losses(), file.outcome());
      }
    } catch (RuntimeException | Error e) {
      files.forEach(file -> file.transfer().abort()); // nothing happens to those that have ended
      throw e;
    }
  }

  private static boolean hasMoved(FileTransfer transfer, TransferMonitor monitor, Outcome outcome) {
    try {
      transfer.moveData(monitor);
      return true;
    } catch (IOException e) {
      transfer.abort();
      outcome.failed(e);
      return false;
    } catch (RuntimeException | Error e) {
      transfer.abort();
      throw e;
    }
  }
}
