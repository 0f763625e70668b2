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
import java.nio.file.NoSuchFileException;
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
        endIfGone(report, from.directory(), to.directory(), e);
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
      copyDirectory(context, report, to, existing);
      return;
    }
    boolean replaces =
        job.options().ifExists() == ConflictPolicy.REPLACE
            || job.options().ifExists() == ConflictPolicy.BACKUP;
    FinishMove finish =
        new FinishMove(
            job,
            source,
            name,
            target,
            targetName,
            null,
            existing == null || replaces ? found.changed() : null);
    report.finish(finish);
    // An equal copy is what a move leaves that was interrupted before it deleted the source.
    boolean there =
        existing != null && new MovedEntries(from, to).isCopied(name, targetName, false);
    if (there) {
      report.files++;
      report.bytes += found.size();
    } else {
      context.spawn(new CopyEntry(job.files(), source, name, target, targetName, false, false));
    }
  }

  // It was interrupted when all was done, but for the note.
  private void endIfGone(TaskReport report, Directory from, Directory to, NoSuchFileException error)
      throws IOException {
    if (from.statIfExists(name) != null || !MoveNote.tellsOf(to, targetName, subject())) {
      throw error;
    }
    report.finish(new EndMove(job, target, targetName));
  }

  private void copyDirectory(
      TaskContext context, TaskReport report, Directory to, @Nullable FileStat existing)
      throws IOException {
    if (existing != null && existing.type() != FileType.DIRECTORY) {
      throw new ConflictException(
          destination(), "something that is not a directory is in its place");
    }
    boolean goesOn = MoveNote.tellsOf(to, targetName, subject());
    if (existing != null && !goesOn && !job.options().merge() && !isEmpty(to)) {
      throw new ConflictException(destination(), EntryMover.NOT_EMPTY);
    }
    to.claim(true);
    Name note = MoveNote.name(targetName);
    if (!goesOn) {
      to.createNote(note, MoveNote.text(subject(), destination()));
    }
    report.finish(new FinishMove(job, source, name, target, targetName, note, null));
    // When all was copied already, only the source has to go.
    if (!goesOn || to.statIfExists(MoveNote.nameOfCopied(targetName)) == null) {
      CopyJob copying = goesOn ? job.treesAgain() : job.trees();
      context.spawn(
          new CopyDirectory(copying, source, name, target, targetName, false, EntryBatch.START));
    }
  }

  private boolean isEmpty(Directory to) throws IOException {
    try (Directory directory = to.openDirectory(targetName)) {
      return directory.entries(EntryBatch.START).entries().isEmpty();
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
