package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Removes the notes of a move that is over. One that was interrupted keeps them, and can go on. */
public record EndMove(MoveJob job, DirectoryRef target, Name targetName) implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease to = context.directories().lease(target)) {
      removeIfThere(to.directory(), MoveNote.nameOfCopied(targetName));
      removeIfThere(to.directory(), MoveNote.name(targetName));
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  private static void removeIfThere(Directory directory, Name note) throws IOException {
    try {
      directory.deleteFile(note);
    } catch (NoSuchFileException e) {
      // The other one was written first, or remains last.
    }
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
