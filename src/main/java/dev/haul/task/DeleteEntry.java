package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes one entry of any type: the operand.
 *
 * @param onlyDirectory whether anything else is refused; a link to a directory is something else
 */
public record DeleteEntry(DeleteJob job, DirectoryRef directory, Name name, boolean onlyDirectory)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(directory)) {
      FileType type = from.directory().stat(name).type();
      if (onlyDirectory && type != FileType.DIRECTORY) {
        throw new NotDirectoryException(subject());
      }
      new EntryDeleter(context, job, report, from.directory(), directory).delete(name, type);
    } catch (NoSuchFileException e) {
      if (context.lostAttempts() == null) {
        report.failed(Failures.of(e, subject(), null));
      } else {
        report.files++; // one of those has deleted it
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public String subject() {
    return directory.pathOf(name);
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
