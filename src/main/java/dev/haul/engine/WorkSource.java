package dev.haul.engine;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.task.Task;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where workers get their work. */
public final class WorkSource {
  private final Scheduler scheduler;
  private final DirectoryCache directories;
  private final Appenders appenders;
  private final UnaryOperator<Task> transport;

  /**
   * @param transport what a task goes through before it runs here
   */
  WorkSource(
      Scheduler scheduler,
      DirectoryCache directories,
      Appenders appenders,
      UnaryOperator<Task> transport) {
    this.scheduler = scheduler;
    this.directories = directories;
    this.appenders = appenders;
    this.transport = transport;
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

  private @Nullable Work work(@Nullable Assignment assignment) {
    return assignment == null
        ? null
        : new Work(scheduler, assignment, directories, appenders, transport);
  }
}
