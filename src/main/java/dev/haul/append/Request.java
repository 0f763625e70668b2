package dev.haul.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Records that wait to be appended together, and whoever waits for that. */
final class Request {
  /** Requests of which none is carried out when one before it could not be. */
  static final class Sequence {
    private volatile @Nullable IOException broken;
  }

  private final ByteBuffer data;
  private final int size;
  private final int records;
  private final @Nullable Thread waiter;
  private final @Nullable CompletableFuture<Void> future;
  private final @Nullable Sequence sequence;
  private @Nullable Checksums checksums;
  private @Nullable IOException error;
  private volatile boolean done;

  private Request(
      ByteBuffer data,
      int records,
      @Nullable Thread waiter,
      @Nullable CompletableFuture<Void> future,
      @Nullable Sequence sequence) {
    this.data = data;
    this.size = data.remaining();
    this.records = records;
    this.waiter = waiter;
    this.future = future;
    this.sequence = sequence;
  }

  /** For the calling thread, which will wait. */
  static Request waitedFor(ByteBuffer data, int records, @Nullable Sequence sequence) {
    return new Request(data, records, Thread.currentThread(), null, sequence);
  }

  static Request promised(
      ByteBuffer data, int records, CompletableFuture<Void> future, @Nullable Sequence sequence) {
    return new Request(data, records, null, future, sequence);
  }

  /** Why it must not be added, since what goes before it was not; null if it may. */
  @Nullable IOException obstacle() {
    return sequence == null ? null : sequence.broken;
  }

  /** Checksums that somebody has reckoned beforehand; null if nobody has. */
  @Nullable Checksums checksums() {
    return checksums;
  }

  /** To be called before anybody else sees it. */
  void reckon(long expectedOffset) {
    checksums = Checksums.of(data, Math.floorMod(expectedOffset, Checksums.PAGE));
  }

  ByteBuffer data() {
    return data;
  }

  /** In bytes, also when they have been written. */
  int size() {
    return size;
  }

  int records() {
    return records;
  }

  boolean isDone() {
    return done;
  }

  /** The thread that waits for it; null if it only has a future. */
  @Nullable Thread waiter() {
    return waiter;
  }

  /** Ends it, well or with an error, and wakes whoever waits; {@link #tell} is to follow. */
  void end(@Nullable IOException reason) {
    error = reason;
    if (sequence != null && reason != null) {
      sequence.broken = reason;
    }
    done = true;
    if (waiter != null) {
      LockSupport.unpark(waiter);
    }
  }

  /** Completes its future, which may run whatever its owner likes in this thread. */
  void tell() {
    IOException reason = error;
    if (future != null && reason == null) {
      future.complete(null);
    } else if (future != null) {
      future.completeExceptionally(reason);
    }
  }

  void throwError() throws IOException {
    IOException reason = error;
    if (reason != null) {
      throw reason;
    }
  }
}
