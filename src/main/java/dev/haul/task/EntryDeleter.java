package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Deletes entries of one open directory; what comes of them goes into the report. */
final class EntryDeleter {
  private final TaskContext context;
  private final DeleteJob job;
  private final TaskReport report;
  private final Directory directory;
  private final DirectoryRef ref;

  /**
   * Deletes in a directory.
   *
   * @param ref the way to it from the operand; the one that it is open by may begin elsewhere
   */
  EntryDeleter(
      TaskContext context,
      DeleteJob job,
      TaskReport report,
      Directory directory,
      DirectoryRef ref) {
    this.context = context;
    this.job = job;
    this.report = report;
    this.directory = directory;
    this.ref = ref;
  }

  /** Deletes an entry if the filter lets it; a directory is left to a task of its own. */
  void delete(Name name, FileType type) {
    if (context.isCancelled() || endsHere()) {
      report.incomplete();
      return;
    }
    try {
      FileType known = type == FileType.UNKNOWN ? directory.stat(name).type() : type;
      if (!job.takes(ref, name, known == FileType.DIRECTORY)) {
        leave();
      } else if (known == FileType.DIRECTORY) {
        deleteDirectory(name);
      } else {
        remove(name, known);
      }
    } catch (IOException e) {
      failed(name, e);
    }
  }

  private void leave() {
    report.incomplete();
    context.progress().done();
  }

  private boolean endsHere() {
    return job.options().failFast() && !report.failures().isEmpty();
  }

  private void deleteDirectory(Name name) throws IOException {
    if (!job.options().recursive()) {
      throw new FileSystemException(ref.pathOf(name), null, "Is a directory");
    }
    context.spawn(new DeleteDirectory(job, ref, name, null, EntryBatch.START, 0));
  }

  /** Deletes what has taken a directory's place, if the filter lets that go too. */
  void deleteFile(Name name) {
    try {
      if (job.takes(ref, name, false)) {
        remove(name, directory.stat(name).type());
      } else {
        leave();
      }
    } catch (IOException e) {
      failed(name, e);
    }
  }

  private void remove(Name name, FileType type) throws IOException {
    long size = 0;
    if (job.options().dryRun()) {
      FileStat stat = directory.stat(name);
      size = type == FileType.REGULAR ? stat.size() : 0;
    } else {
      remove(name);
    }
    count(type, size);
    context.progress().done();
    if (job.detailed()) {
      report.event(new EntryEvent(Action.DELETED, ref.pathOf(name), null, size));
    }
  }

  private void remove(Name name) throws IOException {
    try {
      directory.deleteFile(name);
    } catch (TransientFileSystemException e) {
      new Retries(context, job.options().retries()).after(e, () -> directory.deleteFile(name));
    }
  }

  private void count(FileType type, long size) {
    switch (type) {
      case REGULAR -> {
        report.files++;
        report.bytes += size;
      }
      case SYMBOLIC_LINK -> report.symbolicLinks++;
      default -> report.specials++;
    }
  }

  private void failed(Name name, IOException error) {
    context.progress().done();
    if (error instanceof NoSuchFileException && job.mayVanishFrom(ref)) {
      return;
    }
    report.failed(Failures.of(error, ref.pathOf(name), null));
  }
}
