package dev.haul.task;

import dev.haul.ConflictPolicy;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves one entry with all that is in it: by renaming if that can be, else by a copy whose source
 * is deleted by {@link FinishMove}.
 */
public record MoveEntry(
    MoveJob job, DirectoryRef source, Name name, DirectoryRef target, Name targetName)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(source);
        Lease to = context.directories().lease(target)) {
      try {
        renameOrCopy(context, report, from.directory(), to);
      } catch (NoSuchFileException e) {
        endIfGone(context, report, from.directory(), to.directory(), e);
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
    }
    return report;
  }

  private void renameOrCopy(TaskContext context, TaskReport report, Directory from, Lease to)
      throws IOException {
    try {
      new EntryMover(context, job, report, from, to).move(name, targetName);
    } catch (AtomicMoveNotSupportedException e) {
      copy(context, report, from, to.directory());
    }
  }

  private void copy(TaskContext context, TaskReport report, Directory from, Directory to)
      throws IOException {
    FileStat found = from.stat(name);
    FileStat existing = to.statIfExists(targetName);
    if (found.type() == FileType.DIRECTORY) {
      copyDirectory(context, report, from, to, existing);
      return;
    }
    if (existing != null && existing.identity().equals(found.identity())) {
      throw new ConflictException(destination(), "source and target are the same file");
    }
    // An equal copy is what a move leaves that was interrupted before it deleted the source.
    boolean there =
        existing != null && new MovedEntries(from, to, true).isCopied(name, targetName, false);
    boolean copies =
        existing == null
            || job.options().ifExists() == ConflictPolicy.REPLACE
            || job.options().ifExists() == ConflictPolicy.BACKUP;
    Instant changed = copies && !there ? found.changed() : null;
    report.finish(new FinishMove(job, source, name, target, targetName, null, changed, false));
    if (there) {
      report.files++;
      report.bytes += found.size();
    } else {
      context.spawn(new CopyEntry(job.files(), source, name, target, targetName, false, false));
    }
  }

  // It was interrupted when all was done, but for its notes.
  private void endIfGone(
      TaskContext context,
      TaskReport report,
      Directory from,
      Directory to,
      NoSuchFileException error)
      throws IOException {
    if (from.statIfExists(name) == null && isMovedAlready(context, to)) {
      report.renamed++;
      return;
    }
    if (job.options().dryRun()
        || from.statIfExists(name) != null
        || !MoveNotes.tellOfCopied(to, targetName, from, name)) {
      throw error;
    }
    report.finish(new EndMove(job, target, targetName));
  }

  // Renaming counts as a change, in every file system that haul is tested on.
  private boolean isMovedAlready(TaskContext context, Directory to) throws IOException {
    LostAttempts lost = context.lostAttempts();
    FileStat moved = lost == null ? null : to.statIfExists(targetName);
    return moved != null && lost != null && !moved.changed().isBefore(lost.begun());
  }

  private void copyDirectory(
      TaskContext context,
      TaskReport report,
      Directory from,
      Directory to,
      @Nullable FileStat existing)
      throws IOException {
    if (existing != null && existing.type() != FileType.DIRECTORY) {
      throw new ConflictException(
          destination(), "something that is not a directory is in its place");
    }
    // Found only when all of it is copied, it would be there twice.
    MovedEntries.refuseMountPoint(from, name, "is a mount point: move what is in it instead");
    MoveNote made = MoveNote.of(from, name, true);
    MoveNote merged = MoveNote.of(from, name, false);
    Name note = MoveNote.name(targetName);
    boolean goesOnMaking = existing != null && made.isIn(to, note);
    boolean goesOnMerging = existing != null && merged.isIn(to, note);
    boolean goesOn = goesOnMaking || goesOnMerging;
    if (existing != null && !goesOn && !job.options().merge()) {
      replaceEmpty(to);
    }
    to.claim(true);
    boolean merges = goesOnMerging || (existing != null && !goesOn && job.options().merge());
    MoveNote noted = merges ? merged : made;
    boolean copied = goesOn && noted.isIn(to, copiedNote());
    if (!goesOn) {
      MoveNote.remove(to, copiedNote());
      to.createNote(note, noted.text(subject()));
    }
    report.finish(new FinishMove(job, source, name, target, targetName, note, null, goesOn));
    // When all was copied already, only the source has to go.
    if (!copied) {
      CopyJob making = goesOnMaking ? job.treesAgain() : job.trees();
      CopyJob copying = merges ? job.merges() : making;
      context.spawn(
          new CopyDirectory(copying, source, name, target, targetName, false, EntryBatch.START));
    }
  }

  private Name copiedNote() {
    return MoveNote.nameOfCopied(targetName);
  }

  // As renaming would: only an empty directory gives way.
  private void replaceEmpty(Directory to) throws IOException {
    try {
      to.deleteDirectory(targetName);
    } catch (DirectoryNotEmptyException e) {
      throw new ConflictException(destination(), EntryMover.NOT_EMPTY);
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
