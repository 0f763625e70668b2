package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Moves entries of one open directory to another by renaming them. */
final class EntryMover {
  static final String NOT_EMPTY = "Directory not empty";

  private final TaskContext context;
  private final MoveJob job;
  private final TaskReport report;
  private final Directory source;
  private final Lease target;

  EntryMover(TaskContext context, MoveJob job, TaskReport report, Directory source, Lease target) {
    this.context = context;
    this.job = job;
    this.report = report;
    this.source = source;
    this.target = target;
  }

  /**
   * Moves one entry.
   *
   * @throws AtomicMoveNotSupportedException if it lies on another file system than the target
   */
  void move(Name name, Name targetName) throws IOException {
    if (job.options().dryRun()) {
      rehearse(name, targetName);
      return;
    }
    try {
      rename(name, targetName, false);
      moved(name, targetName);
    } catch (FileAlreadyExistsException e) {
      moveOver(name, targetName);
    }
  }

  private void rename(Name name, Name targetName, boolean replace) throws IOException {
    try {
      source.move(name, target.directory(), targetName, replace);
    } catch (TransientFileSystemException e) {
      new Retries(context, job.options().retries())
          .after(e, () -> source.move(name, target.directory(), targetName, replace));
    }
  }

  private void moveOver(Name name, Name targetName) throws IOException {
    FileStat found = source.stat(name);
    FileStat existing = target.directory().stat(targetName);
    if (found.type() != FileType.DIRECTORY) {
      place(found, name, targetName);
    } else if (existing.type() != FileType.DIRECTORY) {
      throw conflict(targetName, "something that is not a directory is in its place");
    } else if (job.options().merge()) {
      merge(name, targetName);
    } else {
      replaceEmpty(name, targetName);
    }
  }

  private void merge(Name name, Name targetName) {
    DirectoryRef to = target.directory().ref();
    context.spawn(
        new MoveDirectory(job, source.ref(), name, null, to, targetName, null, EntryBatch.START));
  }

  private void place(FileStat found, Name name, Name targetName) throws IOException {
    TargetDirectory directory = new TargetDirectory(target.directory().ref(), target, false);
    Publication publication =
        new TargetPlacement(job.files(), directory, EarlierAttempt.NONE)
            .place(found, targetName, () -> false);
    if (publication == null) {
      report.skipped++;
      report.incomplete();
      done(Action.SKIPPED, name, targetName);
    } else if (job.options().dryRun()) {
      moved(name, targetName);
    } else {
      rename(name, targetName, publication.replace());
      moved(name, targetName);
    }
  }

  private void replaceEmpty(Name name, Name targetName) throws IOException {
    try {
      rename(name, targetName, true);
    } catch (FileAlreadyExistsException e) {
      throw conflict(targetName, NOT_EMPTY);
    } catch (FileSystemException e) {
      if (NOT_EMPTY.equals(e.getReason())) {
        throw conflict(targetName, NOT_EMPTY);
      }
      throw e;
    }
    moved(name, targetName);
  }

  private void rehearse(Name name, Name targetName) throws IOException {
    FileStat found = source.stat(name);
    FileStat existing = target.directory().statIfExists(targetName);
    if (existing == null || goesOn(name, targetName)) {
      moved(name, targetName);
    } else if (found.type() == FileType.DIRECTORY) {
      rehearseDirectory(existing, name, targetName);
    } else {
      place(found, name, targetName);
    }
  }

  /** Whether a move to another file system takes what is there for its own copy. */
  private boolean goesOn(Name name, Name targetName) throws IOException {
    Directory to = target.directory();
    return source.mount() != to.mount()
        && (MoveNotes.tellOf(to, targetName, source, name)
            || new MovedEntries(source, to, true).isCopied(name, targetName, false));
  }

  private void rehearseDirectory(FileStat existing, Name name, Name targetName) throws IOException {
    if (existing.type() != FileType.DIRECTORY) {
      throw conflict(targetName, "something that is not a directory is in its place");
    }
    if (job.options().merge()) {
      merge(name, targetName);
      return;
    }
    try (Directory there = target.directory().openDirectory(targetName)) {
      if (!there.entries(EntryBatch.START).entries().isEmpty()) {
        throw conflict(targetName, NOT_EMPTY);
      }
    }
    moved(name, targetName);
  }

  private ConflictException conflict(Name targetName, String reason) {
    return new ConflictException(target.directory().ref().pathOf(targetName), reason);
  }

  private void moved(Name name, Name targetName) {
    report.renamed++;
    done(Action.MOVED, name, targetName);
  }

  private void done(Action action, Name name, Name targetName) {
    context.progress().done();
    if (job.detailed()) {
      report.event(
          new EntryEvent(
              action, source.ref().pathOf(name), target.directory().ref().pathOf(targetName), 0));
    }
  }
}
