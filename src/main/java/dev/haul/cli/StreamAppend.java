package dev.haul.cli;

import dev.haul.Append;
import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.OperationResult;
import dev.haul.Progress;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.append.Appender;
import dev.haul.append.RecordPump;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Adds what comes over standard input, as it comes: each record as soon as it is whole. */
final class StreamAppend implements CommandRun.Job {
  private static final Location STANDARD_INPUT = Location.parse("-");
  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AppendRequest request;
  private final ReadableByteChannel in;
  private final long begun = System.nanoTime();
  private long toldNanos = begun;
  private long bytes;
  private List<String> notes = List.of();
  private @Nullable Failure failure;
  private volatile boolean cancelled;

  StreamAppend(AppendRequest request, InputStream in) {
    this(request, Channels.newChannel(in));
  }

  StreamAppend(AppendRequest request, ReadableByteChannel in) {
    this.request = request;
    this.in = in;
  }

  @Override
  public RunSummary run(ProgressListener listener) {
    Operation operation =
        new Append(STANDARD_INPUT, request.target(), request.records(), request.options());
    OperationResult result = result(operation, listener);
    listener.onResult(result);
    Map<Attribute, Long> nothingLost = Map.of();
    return new RunSummary(
        List.of(result), nothingLost, elapsed(), List.of(), 0, notes, failure == null && cancelled);
  }

  private OperationResult result(Operation operation, ProgressListener listener) {
    try {
      append(listener);
    } catch (IOException e) {
      if (!cancelled) {
        failure =
            RecordPump.withProgress(
                Failure.of(e, STANDARD_INPUT.toString(), request.target().toString()), bytes);
        listener.onFailure(failure);
      }
    }
    if (failure != null) {
      return new OperationResult.Failed(operation, counts(1), List.of(failure));
    }
    return cancelled
        ? new OperationResult.Cancelled(operation, counts(0), List.of())
        : new OperationResult.Completed(operation, counts(0));
  }

  private void append(ProgressListener listener) throws IOException {
    try (Appender target = Appender.open(request.target(), request.options())) {
      FileIdentity own = Roots.standardInput();
      if (own != null && target.addsTo(own)) {
        throw new FileSystemException(STANDARD_INPUT.toString(), null, "they are the same file");
      }
      RecordPump pump = new RecordPump(target, request.records(), 0);
      try {
        read(pump, listener);
      } finally {
        pump.windUp();
        bytes = pump.added();
        notes = target.notes();
      }
    }
  }

  private void read(RecordPump pump, ProgressListener listener) throws IOException {
    while (read(pump.room()) >= 0 && !cancelled) {
      pump.arrived();
      bytes = pump.added();
      tell(listener);
    }
    if (!cancelled) {
      pump.ended();
    }
  }

  // Whoever else has the pipe may have made it one that does not wait: then nothing comes at once.
  private int read(ByteBuffer room) throws IOException {
    long pause = SHORTEST_PAUSE;
    int count = in.read(room);
    while (count == 0 && !cancelled) {
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      count = in.read(room);
    }
    return count;
  }

  private void tell(ProgressListener listener) {
    long now = System.nanoTime();
    if (now - toldNanos >= PROGRESS_NANOS) {
      toldNanos = now;
      listener.onProgress(new Progress(false, 0, 0, 0, bytes, 0, "", elapsed()));
    }
  }

  private Counts counts(int failed) {
    return new Counts(0, bytes, 0, 0, 0, 0, 0, 0, 0, 0, failed);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void cancel() {
    cancelled = true;
    try {
      in.close(); // whoever reads from it comes back
    } catch (IOException e) {
      // It comes back at its next byte, then.
    }
  }
}
