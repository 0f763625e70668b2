package dev.haul.engine.thread;

import dev.haul.engine.TaskEngine;
import dev.haul.engine.Work;
import dev.haul.engine.WorkSource;
import dev.haul.task.Helpers.Help;
import dev.haul.task.Mover;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Platform threads, started one by one while there is work that nobody waits for. */
public final class ThreadEngine implements TaskEngine {
  private final int limit;
  private final Mover mover;
  private final List<Thread> workers = new ArrayList<>();
  private @Nullable WorkSource source;

  /** Workers that have work, and helpers. */
  private final AtomicInteger active = new AtomicInteger();

  // Read without the lock on every spawned task; only ever grows.
  private volatile int started;

  /**
   * @param limit threads at most
   */
  public ThreadEngine(int limit) {
    this.limit = limit;
    this.mover = Mover.inline(limit, this::help);
  }

  @Override
  public void start(WorkSource work) {
    source = work;
  }

  @Override
  public void workAppeared() {
    if (started < limit) {
      startWorker();
    }
  }

  private synchronized void startWorker() {
    WorkSource work = source;
    if (work == null || started == limit) {
      return;
    }
    String name = "haul-worker-" + (workers.size() + 1);
    workers.add(Thread.ofPlatform().daemon().name(name).start(work.guarded(() -> work(work))));
    started = workers.size();
  }

  private void work(WorkSource source) {
    for (Work work = source.take(); work != null; work = source.take()) {
      active.getAndIncrement();
      work.run(mover);
      active.getAndDecrement();
    }
  }

  /** A thread of its own helps, in the place of a worker that is idle or was not needed yet. */
  private @Nullable CompletableFuture<Void> help(Help help) {
    int before = active.get();
    if (before >= limit || !active.compareAndSet(before, before + 1)) {
      return null;
    }
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try {
      Thread.ofPlatform().daemon().name("haul-helper").start(() -> help(help, ended));
    } catch (OutOfMemoryError e) {
      active.getAndDecrement(); // the system gives no more threads: it goes without help
      return null;
    }
    return ended;
  }

  private void help(Help help, CompletableFuture<Void> ended) {
    Throwable error = null;
    try {
      help.run(() -> active.get() <= limit);
    } catch (IOException | RuntimeException | Error e) {
      error = e;
    }
    active.getAndDecrement(); // first: whoever has waited for this may ask again
    if (error == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(error);
    }
  }

  @Override
  public boolean runsInCaller() {
    return false;
  }

  @Override
  public void close() {
    threads().forEach(TaskEngine::join);
  }

  private synchronized List<Thread> threads() {
    return List.copyOf(workers);
  }
}
