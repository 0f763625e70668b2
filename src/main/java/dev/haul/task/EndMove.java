package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removes the note of a move that is over. One that was interrupted keeps it, and can go on. */
public record EndMove(MoveJob job, DirectoryRef target, Name note) implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease to = context.directories().lease(target)) {
      to.directory().deleteFile(note);
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  @Override
  public String subject() {
    return target.pathOf(note);
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
