package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is in a directory: its files at once, its subdirectories as tasks of their own. The
 * directory itself goes by {@link RemoveDirectory} when all of that has ended.
 *
 * <p>A large directory is not divided: the kernel lets only one remove names from it at a time.
 *
 * @param parent what the directory is in
 * @param opened the directory itself, once it was opened; null before
 * @param cursor from which of its entries on
 * @param attempt how often it has been looked through before and was not empty after all
 */
public record DeleteDirectory(
    DeleteJob job,
    DirectoryRef parent,
    Name name,
    @Nullable DirectoryRef opened,
    long cursor,
    int attempt)
    implements Task {
  /** Put in order at once: 10 MB of memory, and half a second of work. */
  private static final int ENTRIES = 1 << 16;

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    Retries retries = new Retries(context, job.options().retries());
    try (Lease directory = retries.<@Nullable Lease>call(() -> open(context, report))) {
      if (directory != null) {
        deleteEntries(context, report, directory.directory(), refOf(directory.directory()));
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  // Another operation may have it open by a way that begins elsewhere; filters go by that from the
  // operand.
  private DirectoryRef refOf(Directory directory) {
    return opened != null ? opened : parent.child(name, directory.ref().identity());
  }

  private @Nullable Lease open(TaskContext context, TaskReport report) throws IOException {
    if (opened != null) {
      return context.directories().lease(opened);
    }
    try (Lease above = context.directories().lease(parent)) {
      Lease directory = openIn(above.directory(), context, report);
      if (directory != null) {
        report.finish(
            new RemoveDirectory(job, parent, name, refOf(directory.directory()), attempt));
      }
      return directory;
    }
  }

  private @Nullable Lease openIn(Directory above, TaskContext context, TaskReport report)
      throws IOException {
    try {
      return adopt(context, above, above.openDirectory(name));
    } catch (NotDirectoryException e) {
      // Something else has taken its place since it was found.
      new EntryDeleter(context, job, report, above, parent).deleteFile(name);
      return null;
    } catch (NoSuchFileException e) {
      if (context.lostAttempts() != null) {
        report.directories++; // one of those has come to its end
      } else if (!job.mayVanishFrom(parent)) {
        throw e;
      }
      context.progress().done();
      return null;
    }
  }

  // Before the cache is asked: it may have the same directory open by another mount.
  private Lease adopt(TaskContext context, Directory above, Directory child) throws IOException {
    try {
      refuseMountPoint(above, child);
    } catch (IOException e) {
      child.close();
      throw e;
    }
    return context.directories().adoptChild(above, child);
  }

  private void refuseMountPoint(Directory above, Directory child) throws IOException {
    if (job.options().oneFileSystem() && above.mount() != child.mount()) {
      throw new FileSystemException(subject(), null, "is a mount point");
    }
  }

  private void deleteEntries(
      TaskContext context, TaskReport report, Directory directory, DirectoryRef ref)
      throws IOException {
    EntryDeleter deleter = new EntryDeleter(context, job, report, directory, ref);
    long at = cursor;
    while (at != EntryBatch.END) {
      if (context.isCancelled()) {
        report.incomplete();
        return;
      }
      EntryBatch batch = directory.entries(at, ENTRIES);
      context.progress().found(batch.entries().size());
      for (DirectoryEntry entry : batch.entries()) {
        deleter.delete(entry.name(), entry.type());
      }
      at = batch.next();
      if (at != EntryBatch.END && (context.shouldYield() || report.isLong())) {
        report.rest(new DeleteDirectory(job, parent, name, ref, at, attempt));
        return;
      }
    }
  }

  @Override
  public boolean beginsDirectory() {
    return true;
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
