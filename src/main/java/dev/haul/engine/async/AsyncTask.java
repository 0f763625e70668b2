package dev.haul.engine.async;

import dev.haul.append.AppendTransfer;
import dev.haul.engine.Work;
import dev.haul.fs.DataChannels;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.TransferMonitor;
import dev.haul.task.GroupMover;
import dev.haul.task.TaskReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A task and its transfers, of which some are on their way when the task itself has ended. Whatever
 * touches its report is done by one thread at a time.
 */
final class AsyncTask extends GroupMover {
  private final AsyncEngine engine;
  private final Work work;
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();

  /** What has arrived and is not dealt with; a thread is at it as long as it is not zero. */
  private final AtomicInteger arrived = new AtomicInteger(1);

  // What follows belongs to the thread that is at it.
  private TaskReport report = TaskReport.notRun();
  private int open;

  AsyncTask(AsyncEngine engine, Work work) {
    this.engine = engine;
    this.work = work;
  }

  /** Runs the task; it has ended when its last transfer has. */
  void begin() {
    if (work.begin()) {
      report = work.runOpen(this);
      endTransfers();
    }
  }

  @Override
  public boolean movesLater() {
    return true;
  }

  @Override
  public boolean isFull() {
    return engine.isFull();
  }

  @Override
  public int filesAtOnce() {
    return engine.filesAtOnce();
  }

  @Override
  protected boolean moveData(Moving file) throws IOException {
    FileTransfer transfer = file.transfer();
    TransferMonitor monitor = file.monitor();
    if (transfer.moveIfShort(monitor)) {
      return true;
    }
    DataChannels channels = transfer.openChannels(engine.channelExecutor());
    if (channels == null) {
      engine.lacksChannels();
      transfer.moveData(monitor);
      return true;
    }
    Moving held = file.held();
    open++;
    engine.departed();
    new DataPipe(
            transfer, channels, monitor, engine.buffers(), error -> arrive(() -> end(held, error)))
        .start();
    return false;
  }

  @Override
  public void append(AppendTransfer transfer, TransferMonitor monitor, Outcome outcome) {
    RecordPipe pipe = pipe(transfer, monitor, outcome);
    if (pipe == null) {
      super.append(transfer, monitor, outcome);
      return;
    }
    open++;
    engine.departed();
    pipe.start();
  }

  /** None where it would be a detour, cannot be, or would take too much memory. */
  private @Nullable RecordPipe pipe(
      AppendTransfer transfer, TransferMonitor monitor, Outcome outcome) {
    if (transfer.source().stat().size() <= FileTransfer.SHORT) {
      return null;
    }
    ByteBuffer memory = engine.buffers().poll();
    if (memory == null) {
      return null;
    }
    AsynchronousFileChannel channel = transfer.source().openChannel(engine.channelExecutor());
    if (channel == null) {
      engine.buffers().giveBack(memory);
      engine.lacksChannels();
      return null;
    }
    transfer.use(memory);
    return new RecordPipe(
        transfer,
        channel,
        monitor,
        error -> {
          engine.buffers().giveBack(memory);
          arrive(() -> end(transfer, outcome, error));
        });
  }

  private void end(AppendTransfer transfer, Outcome outcome, @Nullable IOException error) {
    try {
      engine.moved(transfer.bytesAdded());
      if (error == null) {
        outcome.completed();
      } else {
        outcome.failed(error);
      }
    } catch (RuntimeException | Error e) {
      report.crash(work.task(), e);
    } finally {
      open--;
      engine.landed();
    }
  }

  private void arrive(Runnable end) {
    ends.add(end);
    if (arrived.getAndIncrement() == 0) {
      engine.hasArrivals(this);
    }
  }

  /** Ends the transfers that have arrived, and the task with the last of them. */
  void endTransfers() {
    int seen = arrived.get();
    while (seen != 0) {
      for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
        end.run();
      }
      if (open == 0) {
        work.ended(report);
        return;
      }
      seen = arrived.addAndGet(-seen);
    }
  }

  private void end(Moving file, @Nullable IOException error) {
    try {
      if (error == null) {
        engine.moved(file.transfer().source().size());
        file.complete();
      } else {
        file.transfer().abort();
        file.outcome().failed(error);
      }
    } catch (RuntimeException | Error e) {
      file.transfer().abort();
      report.crash(work.task(), e);
    } finally {
      open--;
      engine.landed();
    }
  }
}
