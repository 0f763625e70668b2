package dev.haul.engine.process;

import dev.haul.EngineOptions;
import dev.haul.WorkerSummary;
import dev.haul.engine.TaskEngine;
import dev.haul.engine.WorkSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Worker JVMs, started one by one while there is work that nobody waits for. */
public final class ProcessEngine implements TaskEngine {
  /** A worker says ten times a second that it lives; a machine may be asleep or very busy. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Who looks so late was stopped, by Ctrl-Z perhaps, and so were the workers. */
  private static final long ASLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final WorkerOptions options;
  private final List<WorkerSlot> slots = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable WorkSource source;
  private volatile boolean closed;

  /** Slots that have not left. */
  private int working;

  // Read without the lock on every task found; only ever grows.
  private volatile int started;

  public ProcessEngine(EngineOptions options) {
    this(
        new WorkerOptions(
            options.workers(), options.tasksPerWorker(), options.workerTimeout(), SILENCE));
  }

  ProcessEngine(WorkerOptions options) {
    this.options = options;
  }

  @Override
  public void start(WorkSource work) {
    source = work;
  }

  @Override
  public void workAppeared() {
    if (started < options.workers()) {
      startWorker();
    }
  }

  // The first one and, since a start takes its time, a second one before it is needed.
  private synchronized void startWorker() {
    boolean first = slots.isEmpty();
    addSlot();
    if (first) {
      addSlot();
    }
  }

  private void addSlot() {
    WorkSource work = source;
    if (work == null || started == options.workers()) {
      return;
    }
    WorkerSlot slot = new WorkerSlot(slots.size() + 1, options, work, this::leaveToOthers);
    if (slots.isEmpty()) {
      Thread.ofPlatform().daemon().name("haul-watchman").start(this::watch);
    }
    try {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("haul-worker-" + (slots.size() + 1))
              .start(work.guarded(slot::run)));
    } catch (OutOfMemoryError e) {
      if (slots.isEmpty()) {
        throw e;
      }
      started = options.workers(); // the system gives no more threads: it goes with fewer workers
      return;
    }
    slots.add(slot);
    working++;
    started = slots.size();
  }

  // The last one stays: somebody has to say what is wrong.
  private synchronized boolean leaveToOthers() {
    if (working == 1) {
      return false;
    }
    working--;
    return true;
  }

  private void watch() {
    while (!closed) {
      long before = System.nanoTime();
      LockSupport.parkNanos(LOOK_NANOS);
      boolean slept = System.nanoTime() - before > ASLEEP_NANOS;
      slots().forEach(slept ? WorkerSlot::excuse : WorkerSlot::look);
    }
  }

  private synchronized List<WorkerSlot> slots() {
    return List.copyOf(slots);
  }

  @Override
  public List<WorkerSummary> workers() {
    return slots().stream().map(WorkerSlot::summary).toList();
  }

  @Override
  public boolean runsInCaller() {
    return false;
  }

  @Override
  public boolean runsInThisProcess() {
    return false;
  }

  @Override
  public void close() {
    threads().forEach(TaskEngine::join);
    closed = true;
  }

  private synchronized List<Thread> threads() {
    return List.copyOf(threads);
  }
}
