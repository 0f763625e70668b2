package dev.haul.task;

import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is in a directory into one that is there, entry by entry; then the emptied directory
 * goes.
 *
 * @param sourceOpened the directory itself, once it was opened; null before
 * @param targetOpened likewise
 * @param cursor from which of its entries on
 */
public record MoveDirectory(
    MoveJob job,
    DirectoryRef source,
    Name name,
    @Nullable DirectoryRef sourceOpened,
    DirectoryRef target,
    Name targetName,
    @Nullable DirectoryRef targetOpened,
    long cursor)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    DirectoryCache directories = context.directories();
    try (Lease from = MovedEntries.openSource(directories, source, name, sourceOpened);
        Lease to = MovedEntries.open(directories, target, targetName, targetOpened)) {
      if (cursor == EntryBatch.START) {
        if (!job.options().dryRun()) {
          // Before anything arrives: it must not take what arrives for a dead run's.
          to.directory().claim(true);
        }
        report.finish(new RemoveEmptied(job, source, name, from.directory().ref()));
      }
      moveEntries(context, report, from, to);
    } catch (IOException e) {
      boolean removedBefore =
          context.lostAttempts() != null && MovedEntries.isGone(directories, source, name, e);
      if (!removedBefore) {
        report.failed(Failures.of(e, subject(), destination()));
      }
    }
    return report;
  }

  private void moveEntries(TaskContext context, TaskReport report, Lease from, Lease to)
      throws IOException {
    EntryMover mover = new EntryMover(context, job, report, from.directory(), to);
    long at = cursor;
    while (at != EntryBatch.END) {
      if (context.isCancelled()) {
        report.incomplete();
        return;
      }
      EntryBatch batch = from.directory().entries(at);
      context.progress().found(batch.entries().size());
      for (DirectoryEntry entry : batch.entries()) {
        move(context, report, mover, entry, from.directory().ref(), to.directory().ref());
      }
      at = batch.next();
      if (at != EntryBatch.END && context.shouldYield()) {
        report.rest(
            new MoveDirectory(
                job,
                source,
                name,
                from.directory().ref(),
                target,
                targetName,
                to.directory().ref(),
                at));
        return;
      }
    }
  }

  private void move(
      TaskContext context,
      TaskReport report,
      EntryMover mover,
      DirectoryEntry entry,
      DirectoryRef from,
      DirectoryRef to) {
    MoveEntry alone = new MoveEntry(job, from, entry.name(), to, entry.name());
    if (entry.type() == FileType.DIRECTORY || entry.type() == FileType.UNKNOWN) {
      context.spawn(alone);
      return;
    }
    try {
      mover.move(entry.name(), entry.name());
    } catch (AtomicMoveNotSupportedException e) {
      context.spawn(alone);
    } catch (IOException e) {
      report.failed(Failures.of(e, alone.subject(), alone.destination()));
    }
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
