package dev.haul.engine;

import dev.haul.fs.DirectoryCache;
import org.jspecify.annotations.Nullable;

/** Where workers get their work. */
public final class WorkSource {
  private final Scheduler scheduler;
  private final DirectoryCache directories;

  WorkSource(Scheduler scheduler, DirectoryCache directories) {
    this.scheduler = scheduler;
    this.directories = directories;
  }

  /** Waits for work; null when there will be none any more. */
  public @Nullable Work take() {
    return work(scheduler.take());
  }

  /** Work, if there is some now. */
  public @Nullable Work poll() {
    return work(scheduler.poll());
  }

  private @Nullable Work work(@Nullable Assignment assignment) {
    return assignment == null ? null : new Work(scheduler, assignment, directories);
  }
}
