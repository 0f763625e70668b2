package dev.haul.engine.async;

import dev.haul.fs.DataChannels;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves one file's data: at most one read and one write are on their way, and the next read runs
 * while the last write does.
 *
 * <p>The channels' threads bring news, of which one at a time is dealt with, by whoever brought it
 * or is at it already: nobody waits, and no handler calls another.
 */
final class DataPipe {
  /** One buffer is read into while the other is written from. */
  private static final int MOST_BUFFERS = 2;

  /** The count of a read that has found nothing more. */
  private static final int END_OF_FILE = -1;

  private final FileTransfer transfer;
  private final DataChannels channels;
  private final TransferMonitor monitor;
  private final BufferPool pool;
  private final Consumer<@Nullable IOException> whenEnded;
  private final long size;

  private final CompletionHandler<Integer, ByteBuffer> reader = handler(this::hasRead);
  private final CompletionHandler<Integer, ByteBuffer> writer = handler(this::hasWritten);
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turns = new AtomicInteger();

  // What follows belongs to whoever has the turn.
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private int buffers;
  private long readUpTo;
  private long writtenUpTo;
  private @Nullable ByteBuffer full;
  private boolean reading;
  private boolean writing;
  private boolean waiting;
  private boolean atEnd;
  private boolean ended;
  private @Nullable IOException error;

  /**
   * @param whenEnded told once, by whichever thread has the turn, that the data is there or why
   *     not; must not block. The transfer is its to end
   */
  DataPipe(
      FileTransfer transfer,
      DataChannels channels,
      TransferMonitor monitor,
      BufferPool pool,
      Consumer<@Nullable IOException> whenEnded) {
    this.transfer = transfer;
    this.channels = channels;
    this.monitor = monitor;
    this.pool = pool;
    this.whenEnded = whenEnded;
    this.size = transfer.source().size();
  }

  /** Begins, and comes back at once. */
  void start() {
    hear(() -> {});
  }

  private void hear(Runnable event) {
    news.add(event);
    if (turns.getAndIncrement() > 0) {
      return; // whoever has the turn looks again
    }
    int seen = 1;
    while (seen != 0) {
      try {
        dealWithNews();
      } catch (RuntimeException | Error e) {
        failed(e); // such as no memory for a buffer: it must not be waited for
        dealWithNews();
      }
      seen = turns.addAndGet(-seen);
    }
  }

  private void dealWithNews() {
    for (Runnable next = news.poll(); next != null; next = news.poll()) {
      next.run();
    }
    goOn();
  }

  private void goOn() {
    if (error == null) {
      write();
      read();
    }
    if (!ended && !reading && !writing && (error != null || isAllWritten())) {
      end();
    }
  }

  private boolean isAllWritten() {
    return atEnd && full == null;
  }

  private void read() {
    if (reading || waiting || atEnd || full != null) {
      return;
    }
    ByteBuffer buffer = takeBuffer();
    if (buffer == null) {
      return;
    }
    buffer.clear().limit((int) Math.min(buffer.capacity(), size - readUpTo));
    reading = true;
    try {
      channels.source().read(buffer, readUpTo, buffer, reader);
    } catch (RuntimeException | Error e) {
      reader.failed(e, buffer); // not begun: nobody else will say so
    }
  }

  /** None while there is none: then it is asked for again when one has been written from. */
  private @Nullable ByteBuffer takeBuffer() {
    ByteBuffer own = spare.poll();
    if (own != null || buffers == MOST_BUFFERS) {
      return own;
    }
    // Only who has none waits for one: so there is always somebody who can end and give back.
    ByteBuffer buffer = buffers > 0 ? pool.poll() : pool.poll(() -> hear(() -> waiting = false));
    if (buffer != null) {
      buffers++;
    } else if (buffers == 0) {
      waiting = true;
    }
    return buffer;
  }

  private void hasRead(int count, ByteBuffer buffer, @Nullable Throwable reason) {
    reading = false;
    if (count > 0) {
      readUpTo += count;
      atEnd = readUpTo == size;
      full = buffer.flip();
      return;
    }
    spare.push(buffer);
    if (reason != null) {
      failed(reason);
    } else {
      atEnd = true;
      attempt(transfer::endedEarly);
    }
  }

  private void write() {
    ByteBuffer buffer = full;
    if (writing || buffer == null) {
      return;
    }
    full = null;
    if (channels.leavesHoles() && !atEnd && isZero(buffer)) {
      moved(buffer.remaining());
      spare.push(buffer);
      return;
    }
    writeRest(buffer);
  }

  private void writeRest(ByteBuffer buffer) {
    writing = true;
    try {
      channels.target().write(buffer, writtenUpTo, buffer, writer);
    } catch (RuntimeException | Error e) {
      writer.failed(e, buffer);
    }
  }

  private void hasWritten(int count, ByteBuffer buffer, @Nullable Throwable reason) {
    writing = false;
    if (reason != null) {
      failed(reason);
    }
    moved(count);
    if (buffer.hasRemaining() && error == null) {
      writeRest(buffer);
      return;
    }
    spare.push(buffer);
  }

  private void moved(int count) {
    writtenUpTo += count;
    attempt(() -> monitor.moved(count));
  }

  private static boolean isZero(ByteBuffer buffer) {
    for (int at = buffer.position(); at < buffer.limit(); at++) {
      if (buffer.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private void end() {
    ended = true;
    if (full != null) {
      spare.push(full); // read before an error came, and not to be written any more
      full = null;
    }
    for (ByteBuffer buffer : spare) {
      pool.giveBack(buffer);
    }
    try {
      channels.close();
    } catch (IOException e) {
      failed(e);
    }
    whenEnded.accept(error);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      endsWith(e);
    }
  }

  private void failed(Throwable reason) {
    endsWith(
        reason instanceof IOException e ? channels.naming().apply(e) : new IOException(reason));
  }

  private void endsWith(IOException reason) {
    if (error == null) {
      error = reason;
    }
  }

  /** What the JDK tells by a count below that of the end, EAGAIN. */
  static IOException again() {
    return new IOException("Resource temporarily unavailable");
  }

  /** What is done when a read or a write has ended. */
  @FunctionalInterface
  private interface End {
    void of(int count, ByteBuffer buffer, @Nullable Throwable reason);
  }

  private CompletionHandler<Integer, ByteBuffer> handler(End end) {
    return new CompletionHandler<>() {
      @Override
      public void completed(Integer count, ByteBuffer buffer) {
        if (count > 0 || count == END_OF_FILE) {
          hear(() -> end.of(count, buffer, null));
        } else {
          failed(again(), buffer);
        }
      }

      @Override
      public void failed(Throwable reason, ByteBuffer buffer) {
        hear(() -> end.of(0, buffer, reason));
      }
    };
  }
}
