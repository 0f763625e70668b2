package dev.haul.task;

import dev.haul.Attribute;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one more name for a file that was copied before, or copies it when it cannot be linked.
 *
 * @param existing where the copy is
 * @param copy what the link stands in for
 */
public record LinkFile(DirectoryRef existing, Name existingName, CopyEntry copy) implements Task {

  @Override
  public CopyJob job() {
    return copy.job();
  }

  @Override
  public TaskReport run(TaskContext context) {
    if (job().options().dryRun()) {
      return rehearsed(context);
    }
    try (Lease from = context.directories().lease(existing);
        TargetDirectory to =
            TargetDirectory.open(context.directories(), copy.target(), copy.fresh())) {
      FileStat file = from.directory().stat(existingName);
      EarlierAttempt earlier = EarlierAttempt.at(to, context);
      boolean looksThere = !to.fresh() || earlier.left(copy.targetName());
      FileStat there = looksThere ? to.statIfExists(copy.targetName()) : null;
      if (there != null && there.identity().equals(file.identity())) {
        return to.fresh() || earlier.canHaveMade(there) ? linked(context) : skipped(context);
      }
      TargetPlacement placement = new TargetPlacement(job(), to, earlier);
      Retries retries = new Retries(context, job().options().retries());
      Directory first = from.directory();
      Publication publication =
          retries.<@Nullable Publication>call(() -> place(placement, file, there, first, to));
      if (publication == null) {
        return skipped(context);
      }
      retries.run(() -> to.directory().createLink(publication, first, existingName));
      TaskReport report = linked(context);
      to.settleAtEnd(job(), this, report);
      return report;
    } catch (FileAlreadyExistsException | TransientFileSystemException e) {
      TaskReport report = new TaskReport();
      report.failed(Failures.of(e, subject(), destination()));
      return report;
    } catch (IOException e) {
      // Another file system, too many links, links forbidden: a copy of its own is right then.
      TaskReport report = copy.run(context);
      report.lost(Attribute.LINKS);
      return report;
    }
  }

  // The first copy may be imagined: the source stands for it.
  private TaskReport rehearsed(TaskContext context) {
    DirectoryCache directories = context.directories();
    try (Lease from = directories.lease(copy.source());
        TargetDirectory first = TargetDirectory.open(directories, existing, copy.fresh());
        TargetDirectory to = TargetDirectory.open(directories, copy.target(), copy.fresh())) {
      FileStat file = from.directory().stat(copy.name());
      FileStat there = to.statIfExists(copy.targetName());
      FileStat copied = first.statIfExists(existingName);
      if (there != null && copied != null && there.identity().equals(copied.identity())) {
        return skipped(context);
      }
      Publication publication =
          new TargetPlacement(job(), to, EarlierAttempt.NONE)
              .place(file, copy.targetName(), comparison(file, from.directory(), to));
      return publication == null ? skipped(context) : linked(context);
    } catch (IOException e) {
      TaskReport report = new TaskReport();
      report.failed(Failures.of(e, subject(), destination()));
      return report;
    }
  }

  private @Nullable Publication place(
      TargetPlacement placement,
      FileStat file,
      @Nullable FileStat there,
      Directory from,
      TargetDirectory to)
      throws IOException {
    return there != null && isOwnCopy(file, there, from, to)
        ? placement.replace(copy.targetName())
        : placement.place(file, copy.targetName(), comparison(file, from, to));
  }

  // What an attempt leaves that was lost is a copy, where no link could be.
  private TargetPlacement.Comparison comparison(FileStat file, Directory from, TargetDirectory to) {
    return new TargetPlacement.Comparison() {
      @Override
      public boolean isSame() {
        return false;
      }

      // An equal file is up to date, but it is not yet the same file.
      @Override
      public boolean mayBeUpToDate() {
        return false;
      }

      @Override
      public boolean isUnfinished() throws IOException {
        if (file.type() != FileType.REGULAR) {
          return false;
        }
        try (SourceFile first = from.openFile(existingName)) {
          return first.isTornIn(to.directory(), copy.targetName());
        }
      }
    };
  }

  // What a move has copied that was interrupted, because there was nothing yet to link to.
  private boolean isOwnCopy(FileStat file, FileStat there, Directory from, TargetDirectory to)
      throws IOException {
    if (job().purpose() != CopyJob.Purpose.MOVE_AGAIN || !file.sameSizeAndTime(there)) {
      return false;
    }
    try (SourceFile first = from.openFile(existingName)) {
      return first.hasSameContent(to.directory(), copy.targetName());
    }
  }

  private TaskReport linked(TaskContext context) {
    TaskReport report = new TaskReport();
    report.hardLinks++;
    return done(context, report, Action.HARD_LINK);
  }

  private TaskReport skipped(TaskContext context) {
    TaskReport report = new TaskReport();
    report.skipped++;
    return done(context, report, Action.SKIPPED);
  }

  private TaskReport done(TaskContext context, TaskReport report, Action action) {
    context.progress().done();
    if (job().detailed()) {
      report.event(new EntryEvent(action, subject(), destination(), 0));
    }
    return report;
  }

  @Override
  public String subject() {
    return copy.subject();
  }

  @Override
  public String destination() {
    return copy.destination();
  }
}
