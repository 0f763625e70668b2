package dev.haul.engine.thread;

import dev.haul.engine.TaskEngine;
import dev.haul.engine.Work;
import dev.haul.engine.WorkSource;
import dev.haul.task.Mover;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Platform threads, started one by one while there is work that nobody waits for. */
public final class ThreadEngine implements TaskEngine {
  private final int limit;
  private final Mover mover;
  private final List<Thread> workers = new ArrayList<>();
  private @Nullable WorkSource source;

  // Read without the lock on every spawned task; only ever grows.
  private volatile int started;

  /**
   * @param limit threads at most
   */
  public ThreadEngine(int limit) {
    this.limit = limit;
    this.mover = Mover.inline(limit);
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
      work.run(mover);
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
