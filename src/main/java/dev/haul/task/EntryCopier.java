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
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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
  private final NodeCopier nodes;
  private final TransferMonitor monitor = this::moved;
  private final BooleanSupplier targetIsFull;

  EntryCopier(
      TaskContext context, CopyJob job, TaskReport report, Lease from, TargetDirectory target)
      throws IOException {
    this.context = context;
    this.job = job;
    this.report = report;
    this.targetIsFull = report::hasFilledTarget;
    this.from = from;
    this.source = from.directory();
    this.target = target;
    this.placement = new TargetPlacement(job, target, EarlierAttempt.at(target, context));
    this.nodes = new NodeCopier(job, report, source, target, placement);
  }

  private void moved(long bytes) throws InterruptedIOException {
    context.progress().bytes(bytes);
    if (context.isCancelled()) {
      throw new InterruptedIOException("cancelled");
    }
  }

  void copyAll(List<DirectoryEntry> entries) {
    List<Entry> group = new ArrayList<>();
    try {
      copyAll(entries, group);
      move(group);
    } finally {
      group.forEach(Entry::close);
    }
  }

  private void copyAll(List<DirectoryEntry> entries, List<Entry> group) {
    int atOnce = context.mover().filesAtOnce();
    for (int at = 0; at < entries.size(); at++) {
      if (isOver()) {
        return;
      }
      if (context.mover().isFull()) {
        List<DirectoryEntry> rest = entries.subList(at, entries.size());
        context.spawn(new CopyFiles(job, source.ref(), target.ref(), target.fresh(), rest));
        return;
      }
      DirectoryEntry entry = entries.get(at);
      if (entry.type() == FileType.REGULAR) {
        open(entry.name(), group);
        if (group.size() == atOnce || endsWithLong(group)) {
          move(group);
        }
      } else {
        copy(entry.name(), entry.name(), entry.type(), false);
      }
    }
  }

  private static boolean endsWithLong(List<Entry> group) {
    return !group.isEmpty() && group.getLast().isLong();
  }

  private void open(Name name, List<Entry> group) {
    Entry entry = new Entry(name, name, false);
    try {
      if (!job.takes(source.ref(), name, false)) {
        context.progress().done();
      } else if (entry.open()) {
        group.add(entry);
      }
    } catch (IOException e) {
      entry.failed(e);
    }
  }

  // All are begun, then all are moved: see GroupMover.
  private void move(List<Entry> group) {
    List<Mover.Moving> files = new ArrayList<>(group.size());
    try {
      for (Entry entry : group) {
        FileTransfer begun = isOver() ? null : entry.begin();
        if (begun != null) {
          files.add(new Mover.Moving(begun, entry.monitor(), report, entry));
        }
      }
    } catch (RuntimeException | Error e) {
      files.forEach(file -> file.transfer().abort());
      throw e;
    } finally {
      group.forEach(Entry::close);
      group.clear();
    }
    if (!files.isEmpty()) {
      context.mover().move(files, targetIsFull);
    }
  }

  private boolean isOver() {
    if (context.isCancelled()) {
      report.incomplete();
      return true;
    }
    return endsHere();
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

  /** One entry on its way. */
  private final class Entry implements Mover.Outcome {
    private final Name name;
    private final Name targetName;
    private final boolean alone;
    private @Nullable Retries retries;
    private @Nullable SourceFile file;
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
      if (open()) {
        move(new ArrayList<>(List.of(this)));
      }
    }

    /** Opens a file; whether it is to be begun now, and closed then. */
    boolean open() throws IOException {
      file = source.openFile(name);
      boolean isDoneNow = false;
      try {
        isDoneNow = isDoneNow(file);
      } finally {
        if (!isDoneNow) {
          close();
        }
      }
      return isDoneNow;
    }

    private boolean isDoneNow(SourceFile opened) throws IOException {
      stat = opened.stat();
      if (isLeftOut(opened)) {
        skipped();
        return false;
      }
      return alone || isDoneHere(opened.stat());
    }

    /** Whether it is more than a read and a write: a mover may send it on its way. */
    boolean isLong() {
      return stat != null && stat.size() > FileTransfer.SHORT;
    }

    /** Closes the file, unless a transfer has taken it over. */
    void close() {
      SourceFile opened = file;
      file = null;
      try (opened) {
        // only closed
      } catch (IOException e) {
        // It was only read from.
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

    /** Begins the file that is open; null if it has ended with that. */
    @Nullable FileTransfer begin() {
      SourceFile opened = file;
      if (opened == null) {
        throw new IllegalStateException("not open: " + path());
      }
      try {
        Publication publication = publication(opened, opened.stat());
        if (publication == null) {
          return null;
        }
        FileTransfer begun =
            opened.transferTo(target.directory(), publication, job.transferOptions());
        file = null;
        return begun;
      } catch (IOException e) {
        close();
        failed(e);
        return null;
      }
    }

    private @Nullable Publication publication(SourceFile opened, FileStat found)
        throws IOException {
      TargetPlacement.Comparison comparison = comparison(opened);
      if (placement.isThereAlready(found, targetName, comparison)) {
        context.progress().bytes(found.size());
        completed();
        return null;
      }
      Publication publication = placement.place(found, targetName, comparison);
      if (publication == null) {
        context.progress().foundBytes(-found.size());
        skipped();
        return null;
      }
      replaces = publication.replace();
      if (job.options().dryRun()) {
        completed();
        return null;
      }
      return publication;
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

    private TransferMonitor monitor() {
      if (stat != null && stat.size() >= LARGE) {
        context.progress().workingOn(path());
      }
      return monitor;
    }

    private void copyLink() throws IOException {
      FileStat link = source.stat(name);
      if (isLeftToLinking(link)) {
        return;
      }
      if (nodes.copyLink(name, targetName, link)) {
        report.symbolicLinks++;
        report.linkable();
        done(Action.SYMBOLIC_LINK, 0);
      } else {
        skipped();
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
      if (nodes.copySpecial(name, targetName, node)) {
        report.specials++;
        report.linkable();
        done(Action.SPECIAL, 0);
      } else {
        skipped();
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
    public Mover.Outcome held() {
      return new HoldingOutcome(from.again(), target.leaseAgain(), this);
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
