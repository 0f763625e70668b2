package dev.haul.task;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs one task at a time in the calling thread, and keeps what it finds to do. */
final class OneWorker implements TaskContext, AutoCloseable {
  final List<Task> spawned = new ArrayList<>();
  final List<FileIdentity> made = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  private final DirectoryCache directories = new DirectoryCache(8);
  private final Appenders appenders = new Appenders();
  private final ProgressMeter progress = new ProgressMeter();
  boolean irrevocable;
  private Mover mover = Mover.inline();
  private @Nullable LostAttempts lost;
  private boolean cancelled;
  private boolean yields;
  private @Nullable SubtreeRun subtree;

  void moveBy(Mover way) {
    mover = way;
  }

  /** A way of moving a file; what it throws is a failure of that file. */
  interface Way {
    void move(Mover.Moving file) throws IOException;
  }

  void moveEach(Way way) {
    mover =
        (files, _) -> {
          for (Mover.Moving file : files) {
            try {
              way.move(file);
            } catch (IOException e) {
              file.transfer().abort();
              file.outcome().failed(e);
            }
          }
        };
  }

  /** Something that happens when a file is about to be moved. */
  void beforeMoving(Runnable event) {
    mover =
        (files, targetIsFull) -> {
          event.run();
          Mover.inline().move(files, targetIsFull);
        };
  }

  void lost(LostAttempts attempts) {
    lost = attempts;
  }

  void cancel() {
    cancelled = true;
  }

  /** Every task is asked to yield. */
  void crowd() {
    yields = true;
  }

  /** Runs a task, and its transfers, to the end. */
  TaskReport run(Task task) {
    TaskReport report = task.run(this);
    report.moved();
    return report;
  }

  /** Runs a task with what it finds, as long as there is time. */
  Outcome runSubtree(Task task, BooleanSupplier hasTime) {
    SubtreeRun run = new SubtreeRun(this, hasTime);
    subtree = run;
    return run.run(task);
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
    if (subtree == null) {
      spawned.add(task);
    } else {
      subtree.spawn(task);
    }
  }

  @Override
  public boolean shouldYield() {
    return yields;
  }

  @Override
  public boolean lacksTasks() {
    return true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void pause(Duration length) {
    pauses.add(length);
  }

  @Override
  public @Nullable LostAttempts lostAttempts() {
    return lost;
  }

  @Override
  public void made(FileIdentity directory) {
    made.add(directory);
  }

  @Override
  public void irrevocable() {
    irrevocable = true;
  }

  @Override
  public ProgressMeter progress() {
    return progress;
  }

  @Override
  public void close() {
    directories.close();
  }
}
