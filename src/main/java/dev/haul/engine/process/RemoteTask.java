package dev.haul.engine.process;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import dev.haul.task.LostAttempts;
import dev.haul.task.Mover;
import dev.haul.task.Outcome;
import dev.haul.task.ProgressMeter;
import dev.haul.task.SubtreeRun;
import dev.haul.task.Task;
import dev.haul.task.TaskContext;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task that a worker runs for another process: what it finds to do is collected. */
final class RemoteTask implements TaskContext {
  /** After so long a task gives up what it has left, so that others can do it. */
  private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** For so long it goes on with the directories that it finds: who is idle shall get some too. */
  private static final long SUBTREE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Message.Run run;
  private final DirectoryCache directories;
  private final Appenders appenders;
  private final Mover mover;
  private final BooleanSupplier stopped;
  private final Consumer<Message> parent;
  private final ProgressMeter progress = new ProgressMeter();
  private final SubtreeRun subtree = new SubtreeRun(this, this::hasTime);
  private final long begun = System.nanoTime();
  private boolean wasStopped;

  RemoteTask(
      Message.Run run,
      DirectoryCache directories,
      Appenders appenders,
      Mover mover,
      BooleanSupplier stopped,
      Consumer<Message> parent) {
    this.run = run;
    this.directories = directories;
    this.appenders = appenders;
    this.mover = mover;
    this.stopped = stopped;
    this.parent = parent;
  }

  int request() {
    return run.request();
  }

  Outcome run() {
    return subtree.run(run.task());
  }

  private boolean hasTime() {
    return !run.lacksTasks() && System.nanoTime() - begun < SUBTREE_NANOS;
  }

  ProgressMeter.Figures figures() {
    return progress.figures();
  }

  /** Whether the task was told that it was cancelled. */
  boolean wasStopped() {
    return wasStopped;
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
    subtree.spawn(task);
  }

  @Override
  public boolean shouldYield() {
    return System.nanoTime() - begun > BUDGET_NANOS;
  }

  @Override
  public boolean lacksTasks() {
    return run.lacksTasks() || shouldYield();
  }

  @Override
  public boolean isCancelled() {
    wasStopped |= stopped.getAsBoolean();
    return wasStopped;
  }

  @Override
  public @Nullable LostAttempts lostAttempts() {
    return run.lost();
  }

  @Override
  public void made(FileIdentity directory) {
    parent.accept(new Message.Made(run.request(), directory));
  }

  @Override
  public void irrevocable() {
    parent.accept(new Message.Irrevocable(run.request()));
  }

  @Override
  public ProgressMeter progress() {
    return progress;
  }
}
