package dev.haul.fs.linux;

import dev.haul.Durability;
import dev.haul.Ownership;
import dev.haul.fs.DataChannels;
import dev.haul.fs.DataRanges;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Losses;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransferOptions;
import dev.haul.fs.VerificationException;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A file's data on its way from one descriptor to another. */
final class LinuxTransfer implements FileTransfer {
  private static final int CREATE =
      Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;
  private static final int PRIVATE_FILE = 0600;

  private final LinuxSourceFile source;
  private final LinuxDirectory directory;
  private final Publication publication;
  private final TransferOptions options;
  private final int target;
  private final Creation creation;
  private int mode;
  private boolean targetClosed;
  private boolean ended;

  private LinuxTransfer(
      LinuxSourceFile source,
      LinuxDirectory directory,
      Publication publication,
      TransferOptions options,
      int target,
      Creation creation,
      int mode) {
    this.source = source;
    this.directory = directory;
    this.publication = publication;
    this.options = options;
    this.target = target;
    this.creation = creation;
    this.mode = mode;
  }

  static LinuxTransfer begin(
      LinuxSourceFile source,
      LinuxDirectory directory,
      Publication publication,
      TransferOptions options)
      throws IOException {
    Scratch scratch = Scratch.get();
    Creation known = directory.creation();
    int mode = modeAtCreation(source.stat(), known, options);
    int target =
        Libc.OPENAT.callInt(
            scratch,
            directory.descriptor(),
            scratch.first(publication.first().bytes()),
            CREATE,
            mode);
    if (target < 0) {
      throw Errno.exception(target, source.path(), directory.path(publication.name()));
    }
    try {
      Creation creation =
          known != null
              ? known
              : directory.learn(scratch, target, directory.path(publication.name()));
      return new LinuxTransfer(
          source, directory, publication, options, target, creation, mode & ~Caller.UMASK);
    } catch (IOException e) {
      LinuxDirectory.close(scratch, target);
      directory.remove(scratch, publication.first());
      throw e;
    }
  }

  /**
   * The final mode when creating with it gives just that and the owner need not change; else
   * private, so that nobody reads what the final mode or owner would keep from them.
   */
  private static int modeAtCreation(
      FileStat source, @Nullable Creation creation, TransferOptions options) {
    if (creation == null || creation.inheritsAcl()) {
      return PRIVATE_FILE;
    }
    Ownership given = creation.owner();
    Ownership wanted = options.ownership(source, given);
    int mode = options.mode(source, wanted, Caller.UMASK);
    boolean exact = (mode & ~(0777 & ~Caller.UMASK)) == 0;
    return exact && wanted.equals(given) ? mode : PRIVATE_FILE;
  }

  @Override
  public FileStat source() {
    return source.stat();
  }

  @Override
  public void moveData(TransferMonitor monitor) throws IOException {
    mover(monitor).move();
  }

  @Override
  public boolean moveIfShort(TransferMonitor monitor) throws IOException {
    return mover(monitor).moveIfShort();
  }

  @Override
  public @Nullable DataRanges ranges() {
    Scratch scratch = Scratch.get();
    boolean local =
        FileSystemType.isLocal(scratch, source.descriptor())
            && FileSystemType.isLocal(scratch, target);
    // A mover is one thread's own.
    return local ? (from, length) -> mover(_ -> {}).moveShared(from, length) : null;
  }

  private DataMover mover(TransferMonitor monitor) {
    return new DataMover(source, target, directory, path(), options, monitor);
  }

  @Override
  public @Nullable DataChannels openChannels(ExecutorService executor) {
    try {
      makeWritable();
      return DataChannels.open(
          () -> LinuxSourceFile.openChannel(source.descriptor(), StandardOpenOption.READ, executor),
          () -> LinuxSourceFile.openChannel(target, StandardOpenOption.WRITE, executor),
          false, // holes were seen, and taken care of
          error -> Errno.named(error, source.path(), path()));
    } catch (IOException e) {
      return null; // no /proc, no descriptor left, no permission any more: what is open still does
    }
  }

  // Opening a file again asks for its permission again.
  private void makeWritable() throws IOException {
    if ((mode & Flags.S_IWUSR) == 0) {
      check(Libc.FCHMOD.callInt(Scratch.get(), target, PRIVATE_FILE));
      mode = PRIVATE_FILE;
    }
  }

  @Override
  public void endedEarly() throws SourceChangedException {
    source.endedEarly();
  }

  @Override
  public void complete(Losses losses) throws IOException {
    Scratch scratch = Scratch.get();
    try {
      if (source.hasChanged(scratch)) {
        throw new SourceChangedException(source.path().toString());
      }
      OpenAttributes attributes = attributes();
      attributes.apply(scratch, creation.owner(), mode, true, creation.inheritsAcl(), losses);
      syncBeforeTimes(scratch);
      attributes.applyTimes(scratch);
      sync(scratch);
      closeTarget(scratch);
      verify();
      directory.publish(scratch, publication);
      ended = true;
      source.close();
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  private OpenAttributes attributes() {
    return new OpenAttributes(
        source.descriptor(), source.stat(), source.device(), target, path(), options);
  }

  // A file system may have a file's size and times on the disk before its data. Under its final
  // name such a file would pass for a copy that is up to date, with zeros in it.
  private void syncBeforeTimes(Scratch scratch) throws IOException {
    if (isDirect() && options.durability() != Durability.NONE) {
      check(Libc.FDATASYNC.callInt(scratch, target));
    }
  }

  private void sync(Scratch scratch) throws IOException {
    if (options.durability() == Durability.FULL) {
      check(Libc.FSYNC.callInt(scratch, target));
    } else if (options.durability() == Durability.DATA && !isDirect()) {
      check(Libc.FDATASYNC.callInt(scratch, target));
    }
  }

  private boolean isDirect() {
    return publication.temporary() == null;
  }

  private void check(int result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, path());
    }
  }

  // Some file systems tell only now that they have lost data (NFS, FUSE, quotas); see close(2).
  private void closeTarget(Scratch scratch) throws IOException {
    targetClosed = true;
    int result = LinuxDirectory.close(scratch, target);
    if (result != -Errno.EINTR) {
      check(result);
    }
  }

  private void verify() throws IOException {
    if (options.verify() && !source.hasSameContent(directory, publication.first())) {
      throw new VerificationException(source.path().toString(), path().toString());
    }
  }

  @Override
  public void abort() {
    if (!ended) {
      ended = true;
      Scratch scratch = Scratch.get();
      if (isStillThere(scratch)) {
        directory.remove(scratch, publication.first());
      }
      if (!targetClosed) {
        LinuxDirectory.close(scratch, target);
      }
      source.close();
    }
  }

  /**
   * Whether the name is still that of what was made: a final one everybody sees, and may have given
   * to a file of their own. The kernel cannot remove a name on condition; between this look and the
   * removal there is a moment left.
   */
  private boolean isStillThere(Scratch scratch) {
    if (!isDirect() || targetClosed) {
      return true;
    }
    try {
      FileIdentity made = Stat.ofDescriptor(scratch, target, path()).identity();
      FileStat named = directory.statIfExists(publication.first());
      return named != null && named.identity().equals(made);
    } catch (IOException e) {
      return true;
    }
  }

  private EntryPath path() {
    return directory.path(publication.name());
  }
}
