package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.RenameCycle;
import dev.haul.RenameStep;
import dev.haul.fs.Directory;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renames entries of one open directory; what comes of them goes into the report. */
final class EntryRenamer {
  private final TaskContext context;
  private final RenameJob job;
  private final TaskReport report;
  private final Directory directory;

  /** A name that was given, and the one it was given in place of. */
  private record Done(Name from, Name to) {}

  EntryRenamer(TaskContext context, RenameJob job, TaskReport report, Directory directory) {
    this.context = context;
    this.job = job;
    this.report = report;
    this.directory = directory;
  }

  boolean endsHere() {
    return job.rename().options().failFast() && !report.failures().isEmpty();
  }

  void rename(RenameStep step) {
    try {
      FileType type = typeIfRenamed(step);
      if (type == null) {
        type = check(step.from(), step);
        place(step.from(), step.to());
      }
      done(step, type);
    } catch (IOException e) {
      failed(step, e);
    }
    context.progress().done();
  }

  /** All of it or nothing. */
  void rename(RenameCycle cycle) {
    Deque<Done> done = new ArrayDeque<>();
    try {
      List<FileType> types = new ArrayList<>();
      List<Name> places = new ArrayList<>();
      for (RenameStep step : cycle.steps()) {
        Name at = placeOf(step, cycle);
        types.add(check(at, step));
        places.add(at);
      }
      rename(cycle, places, done);
      for (int i = 0; i < types.size(); i++) {
        done(cycle.steps().get(i), types.get(i));
      }
    } catch (IOException e) {
      takeBack(done, e);
      for (RenameStep step : cycle.steps()) {
        failed(step, e);
      }
    }
    context.progress().done();
  }

  private void rename(RenameCycle cycle, List<Name> places, Deque<Done> done) throws IOException {
    RenameStep first = cycle.steps().getFirst();
    if (places.getFirst().equals(first.from())) {
      place(first.from(), cycle.parking(), done);
    }
    for (int i = 1; i < places.size(); i++) {
      RenameStep step = cycle.steps().get(i);
      if (places.get(i).equals(step.from())) {
        place(step.from(), step.to(), done);
      }
    }
    if (!places.getFirst().equals(first.to())) {
      place(cycle.parking(), first.to(), done);
    }
  }

  /** Where an entry of a cycle is: an earlier attempt may have come half the way. */
  private Name placeOf(RenameStep step, RenameCycle cycle) throws IOException {
    if (context.lostAttempts() != null) {
      for (Name name : List.of(step.to(), cycle.parking())) {
        FileStat stat = directory.statIfExists(name);
        if (stat != null && stat.identity().equals(step.identity())) {
          return name;
        }
      }
    }
    return step.from();
  }

  /** What an entry is that has its new name from an earlier attempt; null if it has not. */
  private @Nullable FileType typeIfRenamed(RenameStep step) throws IOException {
    LostAttempts lost = context.lostAttempts();
    FileStat stat = lost == null ? null : directory.statIfExists(step.to());
    if (lost == null || stat == null) {
      return null;
    }
    boolean same =
        step.identity() == null
            ? !stat.changed().isBefore(lost.begun()) && directory.statIfExists(step.from()) == null
            : step.identity().equals(stat.identity());
    return same ? stat.type() : null;
  }

  private void takeBack(Deque<Done> done, IOException error) {
    while (!done.isEmpty()) {
      Done last = done.removeLast();
      try {
        place(last.to(), last.from());
      } catch (IOException e) {
        // It stays under a name that the undo file knows.
        error.addSuppressed(e);
        report.failed(
            Failures.of(e, directory.ref().pathOf(last.to()), directory.ref().pathOf(last.from())));
      }
    }
  }

  /** Somebody may have put another file into its place since it was looked at. */
  private FileType check(Name at, RenameStep step) throws IOException {
    FileStat stat = directory.stat(at);
    if ((step.identity() != null && !step.identity().equals(stat.identity()))
        || isOfAnotherTime(at, step)) {
      throw new FileSystemException(
          directory.ref().pathOf(at), null, "the file meant is not there any more, but another");
    }
    return stat.type();
  }

  private boolean isOfAnotherTime(Name at, RenameStep step) throws IOException {
    long now = step.born() == 0 ? 0 : directory.born(at);
    return now != 0 && now != step.born();
  }

  private void place(Name from, Name to, Deque<Done> done) throws IOException {
    place(from, to);
    done.addLast(new Done(from, to));
  }

  private void place(Name from, Name to) throws IOException {
    if (job.rename().options().dryRun()) {
      return;
    }
    try {
      directory.move(from, directory, to, false);
    } catch (TransientFileSystemException e) {
      new Retries(context, job.rename().options().retries())
          .after(e, () -> directory.move(from, directory, to, false));
    }
  }

  private void done(RenameStep step, FileType type) {
    switch (type) {
      case REGULAR -> report.files++;
      case DIRECTORY -> report.directories++;
      case SYMBOLIC_LINK -> report.symbolicLinks++;
      default -> report.specials++;
    }
    if (job.detailed()) {
      report.event(
          new EntryEvent(
              Action.RENAMED,
              directory.ref().pathOf(step.from()),
              directory.ref().pathOf(step.to()),
              0));
    }
  }

  private void failed(RenameStep step, IOException error) {
    report.failed(
        Failures.of(error, directory.ref().pathOf(step.from()), directory.ref().pathOf(step.to())));
  }
}
