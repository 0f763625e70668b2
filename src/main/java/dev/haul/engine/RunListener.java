package dev.haul.engine;

import dev.haul.Progress;
import dev.haul.ProgressListener;
import dev.haul.task.ProgressMeter;
import dev.haul.task.TaskReport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Brings reports from the workers to the thread that called {@code run}, which alone calls the
 * listener. What waits is bounded: a slow listener slows the workers down instead of filling
 * memory.
 */
final class RunListener implements ReportSink {
  /** Entries and failures that may wait to be told. */
  private static final int WAITING = 8192;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ProgressListener listener;
  private final ProgressMeter meter;
  private final boolean inCaller;
  private final Thread caller = Thread.currentThread();
  private final BlockingQueue<TaskReport> reports = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(WAITING, true);
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
    // Nobody else would make room for what the caller itself has to tell.
    if (inCaller || Thread.currentThread() == caller) {
      tell(report);
      tickIfDue();
    } else if (items(report) > 0) {
      room.acquireUninterruptibly(items(report));
      reports.add(report);
    }
  }

  private static int items(TaskReport report) {
    return Math.min(report.events().size() + report.failures().size(), WAITING);
  }

  /** Calls the listener until {@code ended}; whoever makes that true also calls {@link #wake}. */
  void listenUntil(BooleanSupplier ended) {
    boolean interrupted = false;
    while (!ended.getAsBoolean() || !reports.isEmpty()) {
      try {
        long wait = Math.max(0, lastTick + TICK_NANOS - System.nanoTime());
        TaskReport report = reports.poll(wait, TimeUnit.NANOSECONDS);
        if (report != null) {
          hear(report);
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
        TaskReport report = reports.poll(TICK_NANOS, TimeUnit.NANOSECONDS);
        if (report != null) {
          room.release(items(report));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Makes the listening thread look again. */
  void wake() {
    reports.add(new TaskReport());
  }

  private void hear(TaskReport report) {
    try {
      tell(report);
    } finally {
      room.release(items(report));
    }
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
