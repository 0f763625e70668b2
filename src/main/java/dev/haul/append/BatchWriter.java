package dev.haul.append;

import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes what waits, as large a batch at a time as pays. For one thread at a time. */
final class BatchWriter {
  /** Written by one write, and usually under one hold of the lock; larger ones gain nothing. */
  private static final int BATCH_BYTES = 256 << 10;

  private static final int BATCH_RECORDS = 1024;

  /** After so much others are let in. */
  private static final int HOLD_BYTES = 1 << 20;

  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final TargetFile target;
  private final RequestQueue queue;

  /** Where in the file a byte is expected to go, less how many waited before it. */
  private volatile long shift;

  private @Nullable ByteBuffer buffer;
  private boolean closed;

  BatchWriter(TargetFile target, RequestQueue queue) {
    this.target = target;
    this.queue = queue;
  }

  /** Where in the file what is added next is expected to go, in bytes; any thread may ask. */
  long expectedOffset() {
    return shift + queue.added();
  }

  /** Writes all, and closes the target: what is added later is refused. */
  void close(List<Request> ended) throws IOException {
    try {
      while (!queue.isEmpty()) {
        hold(ended);
      }
      target.close();
    } finally {
      closed = true;
    }
  }

  /** Writes under one hold of the lock; adds to {@code ended} what has ended, well or not. */
  void hold(List<Request> ended) {
    IOException refusal = acquire();
    if (refusal != null) {
      for (Request next = queue.take(); next != null; next = queue.take()) {
        end(List.of(next), refusal, ended);
      }
      return;
    }
    List<Request> written = new ArrayList<>();
    try {
      long begun = System.nanoTime();
      for (int bytes = 0;
          bytes < HOLD_BYTES && System.nanoTime() - begun < HOLD_NANOS && !queue.isEmpty(); ) {
        bytes += writeBatch(written, ended);
      }
    } finally {
      release();
      end(written, null, ended);
    }
  }

  /** Why the target cannot be written to; null if it can, and is locked. */
  private @Nullable IOException acquire() {
    if (closed) {
      return new ClosedChannelException();
    }
    try {
      target.acquire();
      return null;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException | Error e) {
      return new IOException(e);
    }
  }

  private void release() {
    try {
      target.release();
    } catch (IOException e) {
      // What was written is written; the lock goes with the file at the latest.
    }
  }

  /** Writes what is next in the queue by one write, and tells how many bytes that were. */
  private int writeBatch(List<Request> written, List<Request> ended) {
    Request first = take(ended);
    if (first == null) {
      return 0;
    }
    List<Request> batch = new ArrayList<>(List.of(first));
    int size = 0;
    try {
      ByteBuffer bytes =
          isWrittenAlone(first) ? first.data().duplicate() : collect(first, batch, ended);
      size = bytes.remaining();
      target.write(bytes, first.checksums());
      shift = target.end() - queue.taken();
      written.addAll(batch);
    } catch (IOException e) {
      end(batch, e, ended);
    } catch (RuntimeException | Error e) {
      // Such as no memory for a large record: those are told whose it is, and nobody else.
      end(batch, new IOException(e), ended);
    }
    return size;
  }

  /** The next in the queue that may be written. */
  private @Nullable Request take(List<Request> ended) {
    for (Request next = queue.take(); next != null; next = queue.take()) {
      IOException obstacle = next.obstacle();
      if (obstacle == null) {
        return next;
      }
      end(List.of(next), obstacle, ended);
    }
    return null;
  }

  /** Whether it is large enough to be a batch of its own. */
  static boolean isWrittenAlone(Request request) {
    return request.data().isDirect() && request.size() >= BATCH_BYTES / 2;
  }

  // As they will lie in the pages of the file, if nobody else adds anything meanwhile.
  private ByteBuffer collect(Request first, List<Request> batch, List<Request> ended) {
    int start = Math.floorMod(target.end(), PageBuffer.PAGE);
    ByteBuffer bytes = buffer(first.size()).position(start);
    bytes.limit(Math.max(start + BATCH_BYTES, start + first.size())).put(first.data().duplicate());
    int records = first.records();
    Request next = queue.first();
    while (next != null
        && next.obstacle() == null
        && next.checksums() == null
        && next.size() <= bytes.remaining()
        && records + next.records() <= BATCH_RECORDS) {
      if (queue.take(next) && isCopied(next, bytes, ended)) {
        batch.add(next);
        records += next.records();
      }
      next = queue.first();
    }
    return bytes.limit(bytes.position()).position(start);
  }

  private boolean isCopied(Request next, ByteBuffer bytes, List<Request> ended) {
    try {
      bytes.put(next.data().duplicate());
      return true;
    } catch (RuntimeException e) {
      // Such as memory that only its own thread may read.
      end(List.of(next), new IOException(e), ended);
      return false;
    }
  }

  private ByteBuffer buffer(int needed) {
    if (needed > BATCH_BYTES) {
      return PageBuffer.allocate(PageBuffer.PAGE + needed);
    }
    ByteBuffer usual = buffer;
    if (usual == null) {
      usual = PageBuffer.allocate(PageBuffer.PAGE + BATCH_BYTES);
      buffer = usual;
    }
    return usual.clear();
  }

  private void end(List<Request> requests, @Nullable IOException error, List<Request> ended) {
    for (Request request : requests) {
      queue.end(request, error);
      ended.add(request);
    }
  }
}
