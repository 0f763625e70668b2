package dev.haul.task;

import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is in a directory and has an equal copy, which is durable by now; the rest stays.
 *
 * @param sourceOpened the directory itself, once it was opened; null before
 * @param targetOpened likewise
 * @param cursor from which of its entries on
 * @param begun when the move began, by the clock of the target's file system; null if what is there
 *     need not be what was copied, and everything is compared
 */
public record RemoveMoved(
    MoveJob job,
    DirectoryRef source,
    Name name,
    @Nullable DirectoryRef sourceOpened,
    DirectoryRef target,
    Name targetName,
    @Nullable DirectoryRef targetOpened,
    long cursor,
    @Nullable Instant begun)
    implements Task {
  static final String STAYS = "came or changed meanwhile, and stays";

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    DirectoryCache directories = context.directories();
    try (Lease from = MovedEntries.openSource(directories, source, name, sourceOpened);
        Lease to = MovedEntries.open(directories, target, targetName, targetOpened)) {
      if (cursor == EntryBatch.START) {
        syncIfMounted(to.directory());
        report.finish(new RemoveEmptied(job, source, name, from.directory().ref()));
      }
      removeEntries(context, report, from.directory(), to.directory());
    } catch (IOException e) {
      if (!MovedEntries.isGone(directories, source, name, e)) {
        report.failed(Failures.of(e, subject(), destination()));
      }
    }
    return report;
  }

  // What is mounted in the target was not made durable with it.
  private void syncIfMounted(Directory to) throws IOException {
    if (to.ref().identity().device() != target.identity().device()) {
      to.syncFileSystem();
    }
  }

  private void removeEntries(TaskContext context, TaskReport report, Directory from, Directory to)
      throws IOException {
    MovedEntries entries = new MovedEntries(from, to, job.leavesSome());
    long at = cursor;
    while (at != EntryBatch.END) {
      if (context.isCancelled()) {
        report.incomplete();
        return;
      }
      EntryBatch batch = from.entries(at);
      for (DirectoryEntry entry : batch.entries()) {
        remove(context, report, entries, entry, from, to);
      }
      at = batch.next();
      if (at != EntryBatch.END && context.shouldYield()) {
        report.rest(rest(from.ref(), to.ref(), at));
        return;
      }
    }
  }

  private void remove(
      TaskContext context,
      TaskReport report,
      MovedEntries entries,
      DirectoryEntry entry,
      Directory from,
      Directory to) {
    Name each = entry.name();
    try {
      FileType type = entry.type() == FileType.UNKNOWN ? from.stat(each).type() : entry.type();
      if (type == FileType.DIRECTORY) {
        context.spawn(
            new RemoveMoved(
                job, from.ref(), each, null, to.ref(), each, null, EntryBatch.START, begun));
      } else if (entries.isCopiedSince(begun, each, each)) {
        remove(report, from, each, to.ref().pathOf(each));
      } else {
        stays(report, from.ref().pathOf(each), to.ref().pathOf(each));
      }
    } catch (IOException e) {
      if (!MovedEntries.isGone(context.directories(), from.ref(), each, e)) {
        report.failed(Failures.of(e, from.ref().pathOf(each), to.ref().pathOf(each)));
      }
    }
  }

  /** Removes what has an equal copy. */
  static void remove(TaskReport report, Directory from, Name name, String copy) throws IOException {
    try {
      from.deleteFile(name);
      report.removed++;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      Failure failure = Failures.of(e, from.ref().pathOf(name), copy);
      String reason = "is copied, but cannot be removed from its directory: " + failure.reason();
      report.failed(new Failure(failure.kind(), failure.source(), copy, reason, e));
    }
  }

  private void stays(TaskReport report, String path, String copy) {
    report.incomplete();
    if (!job.leavesSome()) {
      report.failed(new Failure(Kind.CHANGED, path, copy, STAYS, null));
    }
  }

  private RemoveMoved rest(DirectoryRef from, DirectoryRef to, long at) {
    return new RemoveMoved(job, source, name, from, target, targetName, to, at, begun);
  }

  @Override
  public boolean beginsDirectory() {
    return true;
  }

  @Override
  public String subject() {
    return source.pathOf(name);
  }

  @Override
  public String destination() {
    return target.pathOf(targetName);
  }
}
