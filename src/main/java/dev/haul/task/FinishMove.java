package dev.haul.task;

import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.SourceFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the source of a move that had to copy, after the copy has ended: first all of it is made
 * durable, then goes what has an equal copy.
 *
 * @param note what tells of the move of a directory until it is over; null for anything else
 * @param changed when the source of anything else was changed last, if what is in the target then
 *     can only be its copy
 * @param goesOn whether the move had begun before
 */
public record FinishMove(
    MoveJob job,
    DirectoryRef source,
    Name name,
    DirectoryRef target,
    Name targetName,
    @Nullable Name note,
    @Nullable Instant changed,
    boolean goesOn)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(source);
        Lease to = context.directories().lease(target)) {
      if (note != null) {
        sync(to.directory());
        removeTree(context, report, to.directory(), note);
      } else {
        removeFile(context, report, from.directory(), to.directory());
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
    }
    return report;
  }

  // The target's own: it may be a mount point.
  private void sync(Directory to) throws IOException {
    try (Directory made = to.openDirectory(targetName)) {
      made.syncFileSystem();
      made.sync();
    }
    to.sync();
  }

  // What this run did not copy need not be on the disk: a killed run, or cp, may have left it.
  private void sync(Directory to, FileType type) throws IOException {
    if (type == FileType.REGULAR && to.statIfExists(targetName) != null) {
      try (SourceFile there = to.openFile(targetName)) {
        there.sync();
      }
    }
    to.sync();
  }

  private void removeTree(TaskContext context, TaskReport report, Directory to, Name note)
      throws IOException {
    byte[] text = to.readNote(note);
    if (text == null) {
      throw new NoSuchFileException(target.pathOf(note));
    }
    to.createNote(MoveNote.nameOfCopied(targetName), text);
    Instant begun = job.replacesAll() && !goesOn ? to.stat(note).changed() : null;
    report.finish(new EndMove(job, target, targetName));
    context.spawn(
        new RemoveMoved(
            job, source, name, null, target, targetName, null, EntryBatch.START, begun));
  }

  private void removeFile(TaskContext context, TaskReport report, Directory from, Directory to)
      throws IOException {
    FileStat found = from.statIfExists(name);
    if (found == null && context.lostAttempts() != null) {
      return; // one of those has removed it
    }
    if (found == null) {
      throw new NoSuchFileException(subject());
    }
    if (changed == null) {
      sync(to, found.type());
    }
    boolean certain = changed != null && changed.equals(found.changed());
    if (new MovedEntries(from, to, job.leavesSome()).isCopied(name, targetName, certain)) {
      RemoveMoved.remove(report, from, name, destination());
    } else if (!job.leavesSome()) {
      report.failed(new Failure(Kind.CHANGED, subject(), destination(), RemoveMoved.STAYS, null));
    }
  }

  /** When something could not be copied nothing is deleted: the same move again has it all. */
  @Override
  public @Nullable Task afterFailure() {
    return null;
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
