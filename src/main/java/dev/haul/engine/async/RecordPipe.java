package dev.haul.engine.async;

import dev.haul.append.AppendTransfer;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds one source's records to the end of a file: a read, then what was read is added, then the
 * next read. While it is added here, other sources are read. No thread waits for either.
 *
 * <p>Only one step is under way at a time, so all of it belongs to whoever brings its end.
 */
final class RecordPipe implements CompletionHandler<Integer, ByteBuffer> {
  private final AppendTransfer transfer;
  private final AsynchronousFileChannel source;
  private final TransferMonitor monitor;
  private final Consumer<@Nullable IOException> whenEnded;

  /**
   * @param source closed when it has ended
   * @param whenEnded told once that all was added, or that it pauses, or why not; must not block
   */
  RecordPipe(
      AppendTransfer transfer,
      AsynchronousFileChannel source,
      TransferMonitor monitor,
      Consumer<@Nullable IOException> whenEnded) {
    this.transfer = transfer;
    this.source = source;
    this.monitor = monitor;
    this.whenEnded = whenEnded;
  }

  /** Begins, and comes back at once. */
  void start() {
    attempt(this::read);
  }

  private void read() throws IOException {
    if (transfer.isRead()) {
      add(AppendTransfer.END);
      return;
    }
    ByteBuffer room = transfer.room();
    source.read(room, transfer.position(), room, this);
  }

  @Override
  public void completed(Integer count, ByteBuffer room) {
    if (count > 0 || count == AppendTransfer.END) {
      attempt(() -> add(count));
    } else {
      end(DataPipe.again());
    }
  }

  @Override
  public void failed(Throwable reason, ByteBuffer room) {
    end(reason);
  }

  private void add(int count) throws IOException {
    transfer.arrived(count);
    ByteBuffer records = transfer.records();
    if (!records.hasRemaining()) {
      goOn();
      return;
    }
    var _ = transfer.submit(records).whenComplete((_, error) -> attempt(() -> added(error)));
  }

  private void added(@Nullable Throwable error) throws IOException {
    if (error != null) {
      end(error instanceof CompletionException e ? e.getCause() : error);
      return;
    }
    transfer.added(monitor);
    goOn();
  }

  private void goOn() throws IOException {
    if (transfer.isAtEnd() || transfer.pauses()) {
      end(null);
    } else {
      read();
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      end(e);
    }
  }

  private void end(@Nullable Throwable reason) {
    try {
      source.close();
    } catch (IOException e) {
      // It was only read from.
    }
    whenEnded.accept(
        reason == null || reason instanceof IOException
            ? (IOException) reason
            : new IOException(reason));
  }
}
