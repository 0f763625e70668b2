package dev.haul.engine;

import dev.haul.Progress;
import dev.haul.ProgressListener;
import dev.haul.task.ProgressMeter;
import dev.haul.task.TaskReport;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Brings reports from the workers to the thread that called {@code run}, which alone calls the
 * listener. The queue is bounded: a slow listener slows the workers down instead of filling memory.
 */
final class RunListener implements ReportSink {
  private static final int QUEUED = 1024;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ProgressListener listener;
  private final ProgressMeter meter;
  private final boolean inCaller;
  private final BlockingQueue<TaskReport> reports = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicLong failures = new AtomicLong();
  private final long started = System.nanoTime();
  private long lastTick = started;

  /**
   * @param inCaller whether reports come from the thread that called {@code run} itself
   */
  RunListener(ProgressListener listener, ProgressMeter meter, boolean inCaller) {
    this.listener = listener;
    this.meter = meter;
    this.inCaller = inCaller;
  }

  @Override
  public void accept(TaskReport report) {
    failures.addAndGet(report.failures().size());
    if (inCaller) {
      tell(report);
      tickIfDue();
    } else if (!report.events().isEmpty() || !report.failures().isEmpty()) {
      putUninterruptibly(report);
    }
  }

  private void putUninterruptibly(TaskReport report) {
    boolean interrupted = false;
    while (true) {
      try {
        reports.put(report);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Calls the listener until {@code ended}; whoever makes that true also calls {@link #wake}. */
  void listenUntil(BooleanSupplier ended) {
    boolean interrupted = false;
    while (!ended.getAsBoolean() || !reports.isEmpty()) {
      try {
        long wait = Math.max(0, lastTick + TICK_NANOS - System.nanoTime());
        TaskReport report = reports.poll(wait, TimeUnit.NANOSECONDS);
        if (report != null) {
          tell(report);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      tickIfDue();
    }
    listener.onProgress(progress());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** After an error of the listener: lets the workers end, which may wait for room. */
  void discardUntil(BooleanSupplier ended) {
    while (!ended.getAsBoolean()) {
      try {
        reports.poll(TICK_NANOS, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Makes the listening thread look again. */
  void wake() {
    putUninterruptibly(new TaskReport());
  }

  private void tell(TaskReport report) {
    report.events().forEach(listener::onEntry);
    report.failures().forEach(listener::onFailure);
  }

  private void tickIfDue() {
    long now = System.nanoTime();
    if (now - lastTick >= TICK_NANOS) {
      lastTick = now;
      listener.onProgress(progress());
    }
  }

  private Progress progress() {
    return new Progress(
        meter.isComplete(),
        meter.entriesFound(),
        meter.entriesDone(),
        meter.bytesFound(),
        meter.bytesMoved(),
        failures.get(),
        meter.current(),
        elapsed());
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
