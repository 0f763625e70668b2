package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a directory: makes its target, copies its files, hands its subdirectories on.
 *
 * @param source the directory that {@code sourceName} is in, or the directory itself if that is
 *     null
 * @param target likewise
 * @param fresh whether this run made {@code target}
 * @param cursor from which of its entries on
 */
public record CopyDirectory(
    CopyJob job,
    DirectoryRef source,
    @Nullable Name sourceName,
    DirectoryRef target,
    @Nullable Name targetName,
    boolean fresh,
    long cursor)
    implements Task {
  /** More entries than this are cut into slices that several workers can take. */
  private static final int SLICED = 512;

  private static final int SLICE = 256;

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    Retries retries = new Retries(context, job.options().retries());
    try (Source from = retries.call(() -> openSource(context.directories()));
        TargetDirectory to = retries.call(() -> openTarget(context, from.directory()))) {
      if (cursor == EntryBatch.START) {
        begun(report, from.directory(), to);
        claim(to);
        context.progress().done();
      }
      if (!from.isLeftEmpty()) {
        to.settleAtEnd(job, this, report);
        copyEntries(context, report, from.lease(), to);
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
    }
    return report;
  }

  /**
   * The directory that is copied.
   *
   * @param isLeftEmpty whether it is a mount point in whose place only a directory is made
   */
  private record Source(Lease lease, boolean isLeftEmpty) implements AutoCloseable {
    Directory directory() {
      return lease.directory();
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  private Source openSource(DirectoryCache directories) throws IOException {
    Name name = sourceName;
    if (name == null) {
      return new Source(directories.lease(source), false);
    }
    try (Lease parent = directories.lease(source)) {
      Directory above = parent.directory();
      Directory opened = above.openDirectory(name);
      return isLeftEmpty(above, opened)
          ? new Source(directories.adopt(opened), true)
          : new Source(directories.adoptChild(above, opened), false);
    }
  }

  // Before the cache is asked: it may have the same directory open by another mount.
  private boolean isLeftEmpty(Directory above, Directory opened) throws IOException {
    // The operand itself may be a mount point.
    if (isOperand() || !job.options().oneFileSystem()) {
      return false;
    }
    try {
      return above.mount() != opened.mount();
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private boolean isOperand() {
    return sourceName == null
        ? cursor == EntryBatch.START && source.depth() == job.operandDepth()
        : source.depth() < job.operandDepth();
  }

  // Below the operand the references know; the operand's target has to be asked where it lies.
  private boolean wouldMeetItself(DirectoryCache directories, FileIdentity from)
      throws IOException {
    if (!isOperand()) {
      return target.isWithin(from);
    }
    try (Lease place = directories.lease(target)) {
      return place.directory().lineage().contains(from);
    }
  }

  private TargetDirectory openTarget(TaskContext context, Directory from) throws IOException {
    DirectoryCache directories = context.directories();
    if (wouldMeetItself(directories, from.ref().identity())) {
      throw new FileSystemException(subject(), destination(), "the target lies inside the source");
    }
    Name name = targetName;
    if (name == null) {
      return TargetDirectory.open(directories, target, fresh);
    }
    try (TargetDirectory parent = TargetDirectory.open(directories, target, fresh)) {
      return parent.makeChild(context, name, job.options());
    } catch (NotDirectoryException e) {
      throw new ConflictException(
          target.pathOf(name), "something that is not a directory is in its place");
    }
  }

  // Also when nothing in it has to be replaced: what a dead run has left here is in the way.
  private void claim(TargetDirectory to) throws IOException {
    if (!to.fresh() && !job.options().dryRun()) {
      to.directory().claim(true);
    }
  }

  private void begun(TaskReport report, Directory from, TargetDirectory to) {
    report.directories++;
    report.finish(new FinishDirectory(job, from.ref(), to.ref(), to.fresh(), true));
    if (job.detailed()) {
      report.event(new EntryEvent(Action.DIRECTORY, from.ref().toString(), to.ref().toString(), 0));
    }
  }

  private void copyEntries(TaskContext context, TaskReport report, Lease lease, TargetDirectory to)
      throws IOException {
    Directory from = lease.directory();
    EntryCopier copier = new EntryCopier(context, job, report, lease, to);
    long at = cursor;
    while (at != EntryBatch.END && !context.isCancelled() && !copier.endsHere()) {
      EntryBatch batch = from.entries(at);
      context.progress().found(batch.entries().size());
      if (batch.entries().size() > SLICED) {
        copySlices(context, copier, batch.entries(), from, to);
      } else {
        copier.copyAll(batch.entries());
      }
      at = batch.next();
      if (at != EntryBatch.END && (context.shouldYield() || report.isLong())) {
        report.rest(new CopyDirectory(job, from.ref(), null, to.ref(), null, to.fresh(), at));
        return;
      }
    }
    if (context.isCancelled()) {
      report.incomplete();
    }
  }

  // Two workers in one directory wait for each other at its lock in the kernel: only when there is
  // nothing else for them to do are the slices handed out.
  private void copySlices(
      TaskContext context,
      EntryCopier copier,
      List<DirectoryEntry> entries,
      Directory from,
      TargetDirectory to) {
    List<DirectoryEntry> directories = new ArrayList<>();
    List<DirectoryEntry> files = new ArrayList<>(entries.size());
    for (DirectoryEntry entry : entries) {
      (entry.type() == FileType.DIRECTORY ? directories : files).add(entry);
    }
    copier.copyAll(directories);
    boolean shared = false;
    for (int at = 0; at < files.size(); at += SLICE) {
      List<DirectoryEntry> slice = files.subList(at, Math.min(at + SLICE, files.size()));
      shared = shared || context.lacksTasks();
      if (shared) {
        context.spawn(new CopyFiles(job, from.ref(), to.ref(), to.fresh(), List.copyOf(slice)));
      } else {
        copier.copyAll(slice);
      }
    }
  }

  @Override
  public boolean beginsDirectory() {
    return true;
  }

  @Override
  public String subject() {
    return sourceName == null ? source.toString() : source.pathOf(sourceName);
  }

  @Override
  public String destination() {
    return targetName == null ? target.toString() : target.pathOf(targetName);
  }
}
