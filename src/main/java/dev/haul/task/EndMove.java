package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Removes the notes of a move that is over: all is done, or what is left was changed by others. One
 * that was interrupted keeps them, and can go on.
 */
public record EndMove(MoveJob job, DirectoryRef target, Name targetName) implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease to = context.directories().lease(target)) {
      // In this order: the second one alone says that the source is gone because all is done.
      MoveNote.remove(to.directory(), MoveNote.name(targetName));
      MoveNote.remove(to.directory(), MoveNote.nameOfCopied(targetName));
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  /** When something could not be removed the same move again has only that to do. */
  @Override
  public @Nullable Task afterObstacle() {
    return null;
  }

  @Override
  public String subject() {
    return target.pathOf(targetName);
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
