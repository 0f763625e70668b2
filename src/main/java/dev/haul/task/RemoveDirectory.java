package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Removes a directory when everything in it is gone.
 *
 * @param parent what it is in
 * @param attempt how often it has been looked through before and was not empty after all
 */
public record RemoveDirectory(
    DeleteJob job, DirectoryRef parent, Name name, DirectoryRef directory, int attempt)
    implements Task {
  /** Whoever puts something in faster than this many looks take it out wants it to stay. */
  private static final int ATTEMPTS = 10;

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    context.directories().forget(directory);
    try (Lease above = context.directories().lease(parent)) {
      if (job.options().dryRun() || isRemovedFrom(above.directory(), context)) {
        done(report);
      }
      context.progress().done();
    } catch (DirectoryNotEmptyException e) {
      lookAgain(context, report, e);
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  private boolean isRemovedFrom(Directory above, TaskContext context) throws IOException {
    try {
      above.deleteDirectory(name);
      return true;
    } catch (NoSuchFileException e) {
      if (context.lostAttempts() != null) {
        return true; // by one of those
      }
      if (!job.mayVanishFrom(parent)) {
        throw e;
      }
      return false;
    }
  }

  // Somebody has put something in, or the file system has not shown all while names vanished.
  private void lookAgain(TaskContext context, TaskReport report, DirectoryNotEmptyException error) {
    if (attempt + 1 < ATTEMPTS) {
      context.spawn(new DeleteDirectory(job, parent, name, null, EntryBatch.START, attempt + 1));
    } else {
      report.failed(Failures.of(error, subject(), null));
    }
  }

  private void done(TaskReport report) {
    report.directories++;
    if (job.detailed()) {
      report.event(new EntryEvent(Action.DIRECTORY_DELETED, subject(), null, 0));
    }
  }

  @Override
  public @Nullable Task afterFailure() {
    return null;
  }

  @Override
  public String subject() {
    return parent.pathOf(name);
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
