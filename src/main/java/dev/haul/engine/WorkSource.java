package dev.haul.engine;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.task.Task;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where workers get their work. */
public final class WorkSource {
  private final Scheduler scheduler;
  private final DirectoryCache directories;
  private final Appenders appenders;
  private final UnaryOperator<Task> transport;
  private final Consumer<Throwable> whenBroken;

  /**
   * @param transport what a task goes through before it runs here
   * @param whenBroken told when a worker cannot go on
   */
  WorkSource(
      Scheduler scheduler,
      DirectoryCache directories,
      Appenders appenders,
      UnaryOperator<Task> transport,
      Consumer<Throwable> whenBroken) {
    this.scheduler = scheduler;
    this.directories = directories;
    this.appenders = appenders;
    this.transport = transport;
    this.whenBroken = whenBroken;
  }

  /** Waits for work; null when there will be none any more. */
  public @Nullable Work take() {
    return work(scheduler.take());
  }

  /** Work, if there is some now. */
  public @Nullable Work poll() {
    return poll(0);
  }

  /** Work, if there is so much that {@code others} workers find some too. */
  public @Nullable Work poll(int others) {
    return work(scheduler.poll(others));
  }

  /**
   * What a worker's thread is to run. Errors of a task are in its report; after any other, such as
   * a lack of memory, what the worker had taken would never end, nor whoever waits for it.
   */
  public Runnable guarded(Runnable worker) {
    return () -> {
      try {
        worker.run();
      } catch (RuntimeException | Error e) {
        brokenDown(e);
      }
    };
  }

  /** A worker cannot go on, and something it had begun may never end. */
  public void brokenDown(Throwable error) {
    whenBroken.accept(error);
  }

  private @Nullable Work work(@Nullable Assignment assignment) {
    return assignment == null
        ? null
        : new Work(scheduler, assignment, directories, appenders, transport);
  }
}
