package dev.haul.task;

import dev.haul.fs.DataRanges;
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
 * <p>Ranges are taken in the order of the file, and its last part is moved when all else is there:
 * a target that is unfinished is short.
 */
final class SharedMove {
  /** Smaller files are there before a helper has begun. */
  static final long LEAST = 8L << 20;

  /** What one takes at a time of two. Larger ones keep the other waiting. */
  private static final int PART = 128 << 10;

  /** What one takes who is alone, before help is asked for again. */
  private static final int STRETCH = 8 << 20;

  private final DataRanges ranges;
  private final TransferMonitor monitor;
  private final Helpers helpers;
  private final long size;

  /** Where the last part begins. */
  private final long last;

  private final AtomicLong next = new AtomicLong();

  /** What the helper has moved and the monitor, which this thread tells, does not know. */
  private final AtomicLong untold = new AtomicLong();

  private volatile boolean failed;
  private @Nullable CompletableFuture<Void> helper;

  SharedMove(long size, DataRanges ranges, TransferMonitor monitor, Helpers helpers) {
    this.ranges = ranges;
    this.monitor = monitor;
    this.helpers = helpers;
    this.size = size;
    this.last = (size - 1) / PART * PART;
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
    monitor.moved(ranges.move(last, size - last) + untold.get());
  }

  private void moveAllButLast() throws IOException {
    while (next.get() < last && !failed) {
      int wanted = isHelped() ? PART : STRETCH;
      long moved = move(next.getAndAdd(wanted), wanted);
      monitor.moved(moved + untold.getAndSet(0));
    }
  }

  /** Asks for help where there is none. */
  private boolean isHelped() {
    if (helper == null || (helper.isDone() && !failed)) {
      helper = helpers.ask(this::help);
    }
    return helper != null && !helper.isDone();
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
      while (next.get() < last && !failed && hasTime.getAsBoolean()) {
        untold.addAndGet(move(next.getAndAdd(PART), PART));
      }
      done = true;
    } finally {
      failed |= !done;
    }
  }

  /** Moves what was taken but for the last part, which may be nothing. */
  private long move(long from, int length) throws IOException {
    return from < last ? ranges.move(from, Math.min(length, last - from)) : 0;
  }
}
