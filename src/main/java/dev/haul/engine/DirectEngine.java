package dev.haul.engine;

import dev.haul.task.Mover;
import org.jspecify.annotations.Nullable;

/** Runs every task in the thread that submits the operation, one after the other. */
public final class DirectEngine implements TaskEngine {
  private final Mover mover = Mover.inline();
  private @Nullable WorkSource source;
  private boolean running;

  @Override
  public void start(WorkSource work) {
    source = work;
  }

  @Override
  public synchronized void workAppeared() {
    if (running || source == null) {
      return; // a task that is running has spawned another: it will be found when this one ends
    }
    running = true;
    try {
      for (Work work = source.poll(); work != null; work = source.poll()) {
        work.run(mover);
      }
    } finally {
      running = false;
    }
  }

  @Override
  public boolean runsInCaller() {
    return true;
  }

  @Override
  public void close() {}
}
