package dev.haul.engine.async;

import dev.haul.fs.PageBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Buffers for file data, made as they are needed, up to a limit, and used again. */
final class BufferPool {
  static final int BUFFER_SIZE = 256 << 10;

  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int notMade;
  private boolean hasMade;

  /**
   * @param limit bytes in all buffers together at most; there is at least one
   */
  BufferPool(long limit) {
    this.notMade = (int) Math.max(1, limit / BUFFER_SIZE);
  }

  /** An empty buffer, if there is one that nobody waits for. */
  synchronized @Nullable ByteBuffer poll() {
    return waiting.isEmpty() ? take() : null;
  }

  private @Nullable ByteBuffer take() {
    ByteBuffer buffer = free.poll(); // the one used last: it may still be in the processor's cache
    if (buffer == null && notMade > 0) {
      buffer = make();
    }
    return buffer == null ? null : buffer.clear();
  }

  // Where there is no memory for one more, those there are have to do.
  private @Nullable ByteBuffer make() {
    try {
      ByteBuffer buffer = PageBuffer.allocate(BUFFER_SIZE);
      notMade--;
      hasMade = true;
      return buffer;
    } catch (OutOfMemoryError e) {
      if (!hasMade) {
        throw e;
      }
      notMade = 0;
      return null;
    }
  }

  /**
   * The same for somebody who can do nothing without one.
   *
   * @param again called, by another thread, when it is worth asking again
   */
  synchronized @Nullable ByteBuffer poll(Runnable again) {
    ByteBuffer buffer = take();
    if (buffer == null) {
      waiting.add(again);
    }
    return buffer;
  }

  void giveBack(ByteBuffer buffer) {
    Runnable next;
    synchronized (this) {
      free.push(buffer);
      next = waiting.poll();
    }
    if (next != null) {
      next.run();
    }
  }
}
