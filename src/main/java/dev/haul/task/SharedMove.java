package dev.haul.task;

import dev.haul.fs.DataRanges;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves the data of one large file together with a helper, if there is one: one reads while the
 * other writes. More of them would gain nothing, for the kernel lets one at a time write to a file.
 *
 * <p>Parts are taken in the order of the file, and the last is moved when all others are there: a
 * target that is unfinished is short.
 */
final class SharedMove {
  /** Smaller files are there before a helper has begun. */
  static final long LEAST = 8L << 20;

  private static final int PART = 128 << 10;

  /** Moved alone before somebody is asked again. */
  private static final long PATIENCE = 64L * PART;

  private final FileTransfer transfer;
  private final DataRanges ranges;
  private final TransferMonitor monitor;
  private final Helpers helpers;

  /** Where the last part begins. */
  private final long last;

  private final AtomicLong next = new AtomicLong();

  /** What the helper has moved and the monitor, which this thread tells, does not know. */
  private final AtomicLong untold = new AtomicLong();

  private volatile boolean failed;
  private @Nullable CompletableFuture<Void> helper;

  SharedMove(FileTransfer transfer, DataRanges ranges, TransferMonitor monitor, Helpers helpers) {
    this.transfer = transfer;
    this.ranges = ranges;
    this.monitor = monitor;
    this.helpers = helpers;
    this.last = (transfer.source().size() - 1) / PART * PART;
  }

  void run() throws IOException {
    boolean done = false;
    try {
      moveAllButLast();
      done = true;
    } finally {
      failed |= !done;
      awaitHelper(done);
    }
    monitor.moved(move(last, (int) (transfer.source().size() - last)) + untold.get());
  }

  private void moveAllButLast() throws IOException {
    for (long at = take(); at < last; at = take()) {
      askForHelp(at);
      monitor.moved(move(at, PART) + untold.getAndSet(0));
    }
  }

  private void askForHelp(long at) {
    boolean alone = helper == null || (helper.isDone() && !failed);
    if (alone && at % PATIENCE == 0) {
      helper = helpers.ask(this::help);
    }
  }

  /** Its error is heard where there is none of one's own. */
  private void awaitHelper(boolean heard) throws IOException {
    CompletableFuture<Void> asked = helper;
    try {
      if (asked != null) {
        asked.join();
      }
    } catch (CompletionException e) {
      if (heard) {
        throw e.getCause() instanceof IOException error ? error : new IOException(e);
      }
    }
  }

  /** Runs in the helper's thread. */
  private void help(BooleanSupplier hasTime) throws IOException {
    boolean done = false;
    try {
      while (hasTime.getAsBoolean()) {
        long at = take();
        if (at >= last) {
          break;
        }
        untold.addAndGet(move(at, PART));
      }
      done = true;
    } finally {
      failed |= !done;
    }
  }

  /** Where the next part begins; beyond all parts when none is to be begun any more. */
  private long take() {
    return failed ? last : next.getAndAdd(PART);
  }

  private int move(long from, int length) throws IOException {
    int moved = ranges.move(from, length);
    if (moved < length) {
      transfer.endedEarly();
    }
    return moved;
  }
}
