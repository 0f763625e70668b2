package dev.haul.engine;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import dev.haul.task.LostAttempts;
import dev.haul.task.Mover;
import dev.haul.task.Outcome;
import dev.haul.task.ProgressMeter;
import dev.haul.task.Task;
import dev.haul.task.TaskContext;
import dev.haul.task.TaskReport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker has taken, with all it needs to run it: in this process by {@link #run}, or
 * elsewhere, by {@link #begin} and then {@link #ended} or {@link #lost}.
 */
public final class Work {
  private final Scheduler scheduler;
  private final Assignment assignment;
  private final DirectoryCache directories;
  private final Appenders appenders;
  private final UnaryOperator<Task> transport;

  Work(
      Scheduler scheduler,
      Assignment assignment,
      DirectoryCache directories,
      Appenders appenders,
      UnaryOperator<Task> transport) {
    this.scheduler = scheduler;
    this.assignment = assignment;
    this.directories = directories;
    this.appenders = appenders;
    this.transport = transport;
  }

  /**
   * Runs the task to its end in the calling thread; {@code mover} has moved all when it returns.
   */
  public void run(Mover mover) {
    if (begin()) {
      ended(runOpen(mover));
    }
  }

  /**
   * Runs the task in the calling thread; {@link #ended} is to be called when {@code mover} has
   * moved all it was given.
   */
  public TaskReport runOpen(Mover mover) {
    try {
      return transport.apply(assignment.task()).run(new Context(mover));
    } catch (RuntimeException | Error e) {
      return TaskReport.crashed(assignment.task(), e);
    }
  }

  /** Whether the task is to be run; if not, it has ended with that. */
  public boolean begin() {
    boolean begins = scheduler.begin(assignment);
    if (!begins) {
      scheduler.ended(assignment, TaskReport.notRun());
    }
    return begins;
  }

  /** The task and all its transfers have ended. */
  public void ended(TaskReport report) {
    scheduler.ended(assignment, settled(report));
  }

  private TaskReport settled(TaskReport report) {
    try {
      report.moved();
      return report;
    } catch (RuntimeException | Error e) {
      return TaskReport.crashed(assignment.task(), e);
    }
  }

  /** The task has run to its end elsewhere. */
  public void ended(Outcome outcome) {
    scheduler.ended(assignment, outcome);
  }

  /** Whoever ran it was lost: it is to be run again, by whoever takes it then. */
  public void lost(LostAttempts attempts) {
    scheduler.lost(assignment, attempts);
  }

  public Task task() {
    return assignment.task();
  }

  /** Earlier attempts at it; null if this is the first. */
  public @Nullable LostAttempts lostAttempts() {
    return assignment.lost();
  }

  /** Whether nothing waits that another worker could take. */
  public boolean lacksTasks() {
    return scheduler.isEmpty();
  }

  /** Whether the operation is to begin nothing more. */
  public boolean isStopped() {
    return assignment.node().operation().isStopped();
  }

  public ProgressMeter progress() {
    return assignment.node().operation().progress();
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
    public Appenders appenders() {
      return appenders;
    }

    @Override
    public void spawn(Task task) {
      scheduler.spawn(assignment, task);
    }

    @Override
    public boolean shouldYield() {
      return scheduler.isCrowded() || mover.isFull();
    }

    @Override
    public boolean lacksTasks() {
      return Work.this.lacksTasks();
    }

    @Override
    public boolean isCancelled() {
      return isStopped();
    }

    @Override
    public @Nullable LostAttempts lostAttempts() {
      return assignment.lost();
    }

    @Override
    public void made(FileIdentity directory) {
      // Only of use to somebody who survives this process.
    }

    @Override
    public void irrevocable() {
      // Nor is this.
    }

    @Override
    public ProgressMeter progress() {
      return Work.this.progress();
    }
  }
}
