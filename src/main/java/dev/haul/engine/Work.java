package dev.haul.engine;

import dev.haul.fs.DirectoryCache;
import dev.haul.task.Mover;
import dev.haul.task.ProgressMeter;
import dev.haul.task.Task;
import dev.haul.task.TaskContext;

/** A task that a worker has taken, with all it needs to run it. */
public final class Work {
  private final Scheduler scheduler;
  private final Assignment assignment;
  private final DirectoryCache directories;

  Work(Scheduler scheduler, Assignment assignment, DirectoryCache directories) {
    this.scheduler = scheduler;
    this.assignment = assignment;
    this.directories = directories;
  }

  /**
   * Runs the task to its end in the calling thread; {@code mover} has moved all when it returns.
   */
  public void run(Mover mover) {
    scheduler.ended(assignment, scheduler.report(assignment, new Context(mover)));
  }

  private final class Context implements TaskContext {
    private final Mover mover;

    Context(Mover mover) {
      this.mover = mover;
    }

    @Override
    public DirectoryCache directories() {
      return directories;
    }

    @Override
    public Mover mover() {
      return mover;
    }

    @Override
    public void spawn(Task task) {
      scheduler.spawn(assignment, task);
    }

    @Override
    public boolean shouldYield() {
      return scheduler.isCrowded();
    }

    @Override
    public boolean lacksTasks() {
      return scheduler.isEmpty();
    }

    @Override
    public boolean isCancelled() {
      return assignment.node().operation().isStopped();
    }

    @Override
    public ProgressMeter progress() {
      return assignment.node().operation().progress();
    }
  }
}
