package dev.haul.task;

import dev.haul.Attribute;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceEntry;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies entries of one open directory to another; what comes of them goes into the report. */
final class EntryCopier {
  /** A file of this size is worth a task of its own: another worker may take it. */
  private static final long LARGE = 1L << 20;

  private final TaskContext context;
  private final CopyJob job;
  private final TaskReport report;
  private final Lease from;
  private final Directory source;
  private final TargetDirectory target;
  private final TargetPlacement placement;
  private final TransferMonitor monitor = this::moved;

  EntryCopier(
      TaskContext context, CopyJob job, TaskReport report, Lease from, TargetDirectory target)
      throws IOException {
    this.context = context;
    this.job = job;
    this.report = report;
    this.from = from;
    this.source = from.directory();
    this.target = target;
    this.placement = new TargetPlacement(job, target, EarlierAttempt.at(target, context));
  }

  private void moved(long bytes) throws InterruptedIOException {
    context.progress().bytes(bytes);
    if (context.isCancelled()) {
      throw new InterruptedIOException("cancelled");
    }
  }

  void copyAll(List<DirectoryEntry> entries) {
    for (int at = 0; at < entries.size(); at++) {
      if (context.isCancelled()) {
        report.incomplete();
        return;
      }
      if (endsHere()) {
        return;
      }
      if (context.mover().isFull()) {
        List<DirectoryEntry> rest = entries.subList(at, entries.size());
        context.spawn(new CopyFiles(job, source.ref(), target.ref(), target.fresh(), rest));
        return;
      }
      DirectoryEntry entry = entries.get(at);
      copy(entry.name(), entry.name(), entry.type(), false);
    }
  }

  /** Whether something has failed that ends the operation. */
  boolean endsHere() {
    return !report.failures().isEmpty() && (job.options().failFast() || report.hasFilledTarget());
  }

  /**
   * Copies one entry.
   *
   * @param alone whether it is a task of its own already, for its size or its hard links
   */
  void copy(Name name, Name targetName, FileType type, boolean alone) {
    Entry entry = new Entry(name, targetName, alone);
    try {
      FileType known = type == FileType.UNKNOWN ? source.stat(name).type() : type;
      if (job.takes(source.ref(), name, known == FileType.DIRECTORY)) {
        entry.copy(known);
      } else {
        context.progress().done();
      }
    } catch (IOException e) {
      entry.failed(e);
    }
  }

  /** Keeps both directories open until a transfer has ended. */
  private record Holding(Lease from, Lease to, Mover.Outcome entry) implements Mover.Outcome {
    @Override
    public void completed() {
      try (from;
          to) {
        entry.completed();
      }
    }

    @Override
    public void failed(IOException error) {
      try (from;
          to) {
        entry.failed(error);
      }
    }
  }

  /** One entry on its way. */
  private final class Entry implements Mover.Outcome {
    private final Name name;
    private final Name targetName;
    private final boolean alone;
    private @Nullable Retries retries;
    private @Nullable FileStat stat;
    private boolean replaces;

    Entry(Name name, Name targetName, boolean alone) {
      this.name = name;
      this.targetName = targetName;
      this.alone = alone;
    }

    void copy(FileType type) throws IOException {
      switch (type) {
        case DIRECTORY ->
            context.spawn(
                new CopyDirectory(
                    job,
                    source.ref(),
                    name,
                    target.ref(),
                    targetName,
                    target.fresh(),
                    EntryBatch.START));
        case REGULAR -> copyFile();
        case SYMBOLIC_LINK -> copyLink();
        default -> copySpecial();
      }
    }

    private void copyFile() throws IOException {
      SourceFile file = source.openFile(name);
      boolean handedOver = false;
      try {
        stat = file.stat();
        if (isLeftOut(file)) {
          skipped();
        } else {
          handedOver = (alone || isDoneHere(file.stat())) && begin(file, file.stat());
        }
      } finally {
        if (!handedOver) {
          file.close();
        }
      }
    }

    // Somebody may have mounted a single file; the operand itself may be one.
    private boolean isLeftOut(SourceFile file) throws IOException {
      return job.options().oneFileSystem()
          && source.ref().depth() >= job.operandDepth()
          && file.mount() != source.mount();
    }

    /** Whether the file is not left to a task of its own. */
    private boolean isDoneHere(FileStat stat) {
      if (isLeftToLinking(stat)) {
        return false;
      }
      // Also of what is left for later: a large file shall be waited for with its size in sight.
      context.progress().foundBytes(stat.size());
      if (stat.size() >= LARGE) {
        context.spawn(ownTask());
        return false;
      }
      return true;
    }

    private boolean isLeftToLinking(FileStat stat) {
      if (alone || stat.links() == 1 || !job.options().keep().contains(Attribute.LINKS)) {
        return false;
      }
      report.candidate(new LinkCandidate(stat.identity(), stat.links(), ownTask()));
      return true;
    }

    private CopyEntry ownTask() {
      return new CopyEntry(job, source.ref(), name, target.ref(), targetName, target.fresh(), true);
    }

    /** Whether a transfer has taken the file over. */
    private boolean begin(SourceFile file, FileStat stat) throws IOException {
      TargetPlacement.Comparison comparison = comparison(file);
      if (placement.isThereAlready(stat, targetName, comparison)) {
        context.progress().bytes(stat.size());
        completed();
        return false;
      }
      Publication publication = placement.place(stat, targetName, comparison);
      if (publication == null) {
        context.progress().foundBytes(-stat.size());
        skipped();
        return false;
      }
      replaces = publication.replace();
      if (job.options().dryRun()) {
        completed();
        return false;
      }
      FileTransfer transfer =
          file.transferTo(target.directory(), publication, job.transferOptions());
      Mover mover = context.mover();
      mover.move(transfer, monitor(stat), report, mover.movesLater() ? holdingBoth() : this);
      return true;
    }

    private Mover.Outcome holdingBoth() {
      return new Holding(from.again(), target.leaseAgain(), this);
    }

    private TargetPlacement.Comparison comparison(SourceFile file) {
      return new TargetPlacement.Comparison() {
        @Override
        public boolean isSame() throws IOException {
          return file.hasSameContent(target.directory(), targetName);
        }

        @Override
        public boolean isUnfinished() throws IOException {
          return file.isTornIn(target.directory(), targetName);
        }

        @Override
        public boolean hasAttributes() throws IOException {
          return source.hasAttributesOf(name, target.directory(), targetName);
        }
      };
    }

    private boolean isSameLink(byte[] text) throws IOException {
      return Arrays.equals(text, target.directory().readSymbolicLink(targetName));
    }

    private TransferMonitor monitor(FileStat stat) {
      if (stat.size() >= LARGE) {
        context.progress().workingOn(path());
      }
      return monitor;
    }

    private void copyLink() throws IOException {
      FileStat link = source.stat(name);
      if (isLeftToLinking(link)) {
        return;
      }
      byte[] text = source.readSymbolicLink(name);
      TargetPlacement.Comparison comparison = () -> isSameLink(text);
      if (!placement.isThereAlready(link, targetName, comparison)) {
        Publication publication = placement.place(link, targetName, comparison);
        if (publication == null) {
          skipped();
          return;
        }
        createLink(publication, text, link);
      }
      report.symbolicLinks++;
      report.linkable();
      done(Action.SYMBOLIC_LINK, 0);
    }

    private void createLink(Publication publication, byte[] text, FileStat link)
        throws IOException {
      if (!job.options().dryRun()) {
        SourceEntry entry = new SourceEntry(source, name, link);
        target
            .directory()
            .createSymbolicLink(publication, text, entry, job.transferOptions(), report);
      }
    }

    private void copySpecial() throws IOException {
      if (!job.options().special()) {
        report.specialsSkipped++;
        done(Action.SPECIAL_SKIPPED, 0);
        return;
      }
      FileStat node = source.stat(name);
      if (isLeftToLinking(node)) {
        return;
      }
      if (!placement.isThereAlready(node, targetName, () -> isSameSpecial(node))) {
        Publication publication = placement.place(node, targetName, sameOnlyIfLeft(node));
        if (publication == null) {
          skipped();
          return;
        }
        createSpecial(publication, node);
      }
      report.specials++;
      report.linkable();
      done(Action.SPECIAL, 0);
    }

    private TargetPlacement.Comparison sameOnlyIfLeft(FileStat node) {
      return new TargetPlacement.Comparison() {
        @Override
        public boolean isSame() {
          return false;
        }

        @Override
        public boolean isUnfinished() throws IOException {
          return isSameSpecial(node);
        }
      };
    }

    private boolean isSameSpecial(FileStat node) throws IOException {
      return target.directory().stat(targetName).special() == node.special();
    }

    private void createSpecial(Publication publication, FileStat node) throws IOException {
      if (!job.options().dryRun()) {
        SourceEntry entry = new SourceEntry(source, name, node);
        target.directory().createSpecial(publication, entry, job.transferOptions(), report);
      }
    }

    @Override
    public void completed() {
      long size = stat == null ? 0 : stat.size();
      report.files++;
      report.bytes += size;
      report.linkable();
      done(replaces ? Action.REPLACED : Action.COPIED, size);
    }

    @Override
    public void failed(IOException error) {
      if (error instanceof InterruptedIOException) {
        return; // cancelled: neither done nor failed
      }
      if (error instanceof TransientFileSystemException && retries().passes(error)) {
        retry();
      } else if (placement.skipsLostRace(error)) {
        skipped();
      } else {
        report.failed(Failures.of(error, path(), targetPath()));
        context.progress().done();
      }
    }

    // Seldom needed: none is made for each entry.
    private Retries retries() {
      Retries made = retries == null ? new Retries(context, job.options().retries()) : retries;
      retries = made;
      return made;
    }

    private void retry() {
      try {
        copy(source.stat(name).type());
      } catch (IOException e) {
        failed(e);
      }
    }

    private void skipped() {
      report.skipped++;
      if (isSkippedAsEqual()) {
        report.linkable();
      }
      done(Action.SKIPPED, 0);
    }

    private boolean isSkippedAsEqual() {
      return switch (job.options().ifExists()) {
        case UPDATE -> true;
        case SKIP, NEWER -> false;
        case FAIL, REPLACE, BACKUP -> job.purpose() != CopyJob.Purpose.COPY;
      };
    }

    private void done(Action action, long bytes) {
      context.progress().done();
      if (job.detailed()) {
        report.event(new EntryEvent(action, path(), targetPath(), bytes));
      }
    }

    private String path() {
      return source.ref().pathOf(name);
    }

    private String targetPath() {
      return target.ref().pathOf(targetName);
    }
  }
}
