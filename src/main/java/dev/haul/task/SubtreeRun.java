package dev.haul.task;

import dev.haul.task.Outcome.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs a task and, as long as there is time, the directories that it finds: where somebody far away
 * has to be told of every task, small subtrees are done in one go and told of as one.
 */
public final class SubtreeRun {
  /** So far below its task it goes; a chain of directories may be of any length. */
  static final int DEEPEST = 64;

  private final TaskContext context;
  private final BooleanSupplier hasTime;
  private List<Task> spawned = new ArrayList<>();

  /**
   * @param context of the task; what is spawned by it is to come to {@link #spawn}
   * @param hasTime whether what is found may be run here, too
   */
  public SubtreeRun(TaskContext context, BooleanSupplier hasTime) {
    this.context = context;
    this.hasTime = hasTime;
  }

  /** The task that runs has found another. */
  public void spawn(Task task) {
    spawned.add(task);
  }

  /**
   * Runs a task to its end, and at once what is to run when everything that it began has ended, if
   * nothing of that is left. Does not throw: errors in haul itself are in the report too.
   */
  public Outcome run(Task task) {
    return run(task, 0);
  }

  private Outcome run(Task task, int depth) {
    spawned = new ArrayList<>();
    TaskReport report = runAlone(task);
    List<Task> children = spawned;
    List<Found> left = new ArrayList<>();
    for (Task child : children) {
      Outcome outcome = goesOn(report, child, depth) ? run(child, depth + 1) : null;
      if (outcome != null && outcome.isWhole()) {
        report.add(outcome.report());
      } else {
        left.add(new Found(child, outcome));
      }
    }
    Task end = left.isEmpty() ? report.takeEnd() : null;
    if (end != null) {
      end(end, report, left);
    }
    return new Outcome(report, left);
  }

  private boolean goesOn(TaskReport report, Task child, int depth) {
    return child.beginsDirectory()
        && depth < DEEPEST
        && report.failures().isEmpty()
        && !report.isLong()
        && hasTime.getAsBoolean()
        && !context.isCancelled();
  }

  private void end(Task end, TaskReport report, List<Found> left) {
    if (!end.runsWhenStopped() && context.isCancelled()) {
      report.finish(end);
      return;
    }
    spawned = new ArrayList<>();
    TaskReport atEnd = runAlone(end);
    report.add(atEnd);
    report.handOn(atEnd);
    for (Task task : spawned) {
      left.add(new Found(task, null));
    }
  }

  private TaskReport runAlone(Task task) {
    try {
      TaskReport report = task.run(context);
      report.moved();
      return report;
    } catch (RuntimeException | Error e) {
      return TaskReport.crashed(task, e);
    }
  }
}
