package dev.haul.fs.linux;

import dev.haul.AppendOptions;
import dev.haul.Attribute;
import dev.haul.Location;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Losses;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceEntry;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A directory as a file descriptor; every entry is reached by the {@code *at} calls. */
final class LinuxDirectory implements Directory {
  static final int OPEN_DIRECTORY =
      Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_NOFOLLOW | Flags.O_NONBLOCK | Flags.O_CLOEXEC;
  private static final int PRIVATE_DIRECTORY = 0700;
  static final byte[] PARENT = {'.', '.'};

  private final int descriptor;
  private final DirectoryRef ref;
  private final EntryReader reader;
  private volatile FileStat opened;
  private final boolean appendOnly;
  private final DeviceTraits device;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Creation creation;
  private byte @Nullable [] procPath;

  // Guarded by this.
  private boolean claimed;

  /**
   * A directory that was just opened: {@link Stat#ofDescriptor} was this thread's last call.
   *
   * @param opened the directory as it was when it was opened
   */
  LinuxDirectory(int descriptor, DirectoryRef ref, FileStat opened) {
    this.descriptor = descriptor;
    this.ref = ref;
    this.opened = opened;
    this.appendOnly = Stat.wasAppendOnly(Scratch.get());
    this.device = DeviceTraits.of(ref.identity().device());
    this.reader = new EntryReader(descriptor, ref, device);
  }

  int descriptor() {
    return descriptor;
  }

  DeviceTraits device() {
    return device;
  }

  /** Whether entries can be made in it, but none renamed or removed; chattr(1). */
  boolean isAppendOnly() {
    return appendOnly;
  }

  /** A path that leads to this open directory, with a slash at its end. */
  byte[] procPath() {
    byte[] path = procPath;
    if (path == null) {
      path = ("/proc/self/fd/" + descriptor + "/").getBytes(StandardCharsets.US_ASCII);
      procPath = path;
    }
    return path;
  }

  @Override
  public DirectoryRef ref() {
    return ref;
  }

  @Override
  public Location location() throws IOException {
    Scratch scratch = Scratch.get();
    byte[] path = procPath();
    byte[] link = Arrays.copyOf(path, path.length - 1); // a slash would follow it
    return Location.of(readLink(scratch, Flags.AT_FDCWD, link, ref));
  }

  @Override
  public FileStat stat() throws IOException {
    return Stat.ofDescriptor(Scratch.get(), descriptor, ref);
  }

  @Override
  public FileStat stat(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    check(Stat.ofName(scratch, descriptor, entry.bytes()), entry);
    return Stat.decode(scratch.small().buffer);
  }

  @Override
  public @Nullable FileStat statIfExists(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    int result = Stat.ofName(scratch, descriptor, entry.bytes());
    if (result == -Errno.ENOENT) {
      return null;
    }
    check(result, entry);
    return Stat.decode(scratch.small().buffer);
  }

  @Override
  public String lastingId(Name entry) throws IOException {
    return Stat.lastingId(Scratch.get(), descriptor, entry.bytes(), path(entry));
  }

  @Override
  public String lastingId() throws IOException {
    return Stat.lastingId(Scratch.get(), descriptor, ref);
  }

  @Override
  public long born(Name entry) {
    Scratch scratch = Scratch.get();
    return device.keepsBirths(scratch, descriptor)
        ? Stat.born(scratch, descriptor, entry.bytes())
        : 0;
  }

  @Override
  public boolean hasAttributesOf(Name entry, Directory other, Name otherName) throws IOException {
    return new AttributeComparison(this, entry, (LinuxDirectory) other, otherName).isSame();
  }

  @Override
  public EntryBatch entries(long cursor) throws IOException {
    return entries(cursor, 1);
  }

  @Override
  public EntryBatch entries(long cursor, int enough) throws IOException {
    return reader.entries(cursor, enough);
  }

  /** As {@link #entries}, for who can do without some where the end is not known for sure. */
  EntryBatch someEntries(long cursor) throws IOException {
    return reader.someEntries(cursor);
  }

  @Override
  public LinuxDirectory openDirectory(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    int child = open(scratch, entry, OPEN_DIRECTORY);
    // O_NOFOLLOW with O_DIRECTORY says ENOTDIR of a link; ELOOP never reaches the caller.
    if (child == -Errno.ELOOP) {
      throw new NotDirectoryException(ref.pathOf(entry));
    }
    check(child, entry);
    try {
      FileStat stat = Stat.ofDescriptor(scratch, child, path(entry));
      return new LinuxDirectory(child, ref.child(entry, stat.identity()), stat);
    } catch (FileSystemException e) {
      close(scratch, child);
      throw e;
    }
  }

  @Override
  public @Nullable Directory openParent(DirectoryRef expected) throws IOException {
    Scratch scratch = Scratch.get();
    int parent = Libc.OPENAT.callInt(scratch, descriptor, scratch.first(PARENT), OPEN_DIRECTORY, 0);
    if (parent < 0) {
      return null;
    }
    try {
      FileStat stat = Stat.ofDescriptor(scratch, parent, expected);
      if (stat.identity().equals(expected.identity())) {
        return new LinuxDirectory(parent, expected, stat);
      }
    } catch (FileSystemException e) {
      close(scratch, parent);
      throw e;
    }
    close(scratch, parent);
    return null;
  }

  @Override
  public Set<FileIdentity> lineage() throws IOException {
    return Lineage.of(descriptor, ref);
  }

  @Override
  public Directory createDirectory(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    long name = scratch.first(entry.bytes());
    check(Libc.MKDIRAT.callInt(scratch, descriptor, name, PRIVATE_DIRECTORY), entry);
    try {
      LinuxDirectory child = openDirectory(entry);
      if ((Caller.UMASK & PRIVATE_DIRECTORY) != 0) {
        child.makePrivate(); // the umask has taken a right that whoever fills it needs
      }
      child.creation = child.creationInNew(creation);
      return child;
    } catch (IOException e) {
      Libc.UNLINKAT.callInt(scratch, descriptor, scratch.first(entry.bytes()), Flags.AT_REMOVEDIR);
      throw e;
    }
  }

  @Override
  public void keepWritable() throws IOException {
    Scratch scratch = Scratch.get();
    int mode = stat().mode();
    if (Caller.USER != 0 && (mode & PRIVATE_DIRECTORY) != PRIVATE_DIRECTORY) {
      check(Libc.FCHMOD.callInt(scratch, descriptor, mode | PRIVATE_DIRECTORY));
    }
  }

  @Override
  public void makePrivate() throws IOException {
    Scratch scratch = Scratch.get();
    check(Libc.FCHMOD.callInt(scratch, descriptor, PRIVATE_DIRECTORY));
    opened = Stat.ofDescriptor(scratch, descriptor, ref);
  }

  /**
   * What new entries of this directory are given, which was made a moment ago: what it was given
   * itself. A default access control list it can only have from its parent.
   */
  private Creation creationInNew(@Nullable Creation ofParent) throws IOException {
    boolean inheritsAcl =
        ofParent == null
            ? device.hasXattrs() && Xattrs.hasAcl(Scratch.get(), descriptor)
            : ofParent.inheritsAcl();
    return new Creation(opened.ownership(), inheritsAcl);
  }

  @Override
  public SourceFile openFile(Name entry) throws IOException {
    return FileOpening.isInOthersHands(opened)
        ? FileOpening.openHeld(Scratch.get(), this, entry)
        : FileOpening.open(Scratch.get(), this, entry);
  }

  /** A descriptor of an entry, or the negated error number. */
  int open(Scratch scratch, Name entry, int flags) {
    return Libc.OPENAT.callInt(scratch, descriptor, scratch.first(entry.bytes()), flags, 0, 0);
  }

  @Override
  public AppendFile openForAppend(Name entry, AppendOptions options) throws IOException {
    return LinuxAppendFile.open(this, entry, options);
  }

  @Override
  public byte[] readSymbolicLink(Name entry) throws IOException {
    return readLink(Scratch.get(), descriptor, entry.bytes(), path(entry));
  }

  private static byte[] readLink(Scratch scratch, int directory, byte[] link, Object path)
      throws FileSystemException {
    Scratch.Block block = scratch.data();
    long length =
        Libc.READLINKAT.call(scratch, directory, scratch.first(link), block.address, 65536, 0, 0);
    if (length == -Errno.EINVAL) {
      throw new NotLinkException(path.toString());
    }
    if (length < 0) {
      throw Errno.exception(length, path);
    }
    return block.bytes((int) length);
  }

  @Override
  public boolean leadsToItsText(Name link) throws IOException {
    Scratch scratch = Scratch.get();
    if (!FileSystemType.isOfProcesses(scratch, descriptor)) {
      return true;
    }
    FileIdentity end = followed(scratch, link.bytes());
    return end == null || end.equals(followed(scratch, readSymbolicLink(link)));
  }

  /** What the kernel finds at the end of all links; null if that is nothing. */
  private @Nullable FileIdentity followed(Scratch scratch, byte[] path) {
    return Stat.ofTarget(scratch, descriptor, path) < 0
        ? null
        : Stat.decode(scratch.small().buffer).identity();
  }

  @Override
  public void createSymbolicLink(
      Publication publication,
      byte[] text,
      SourceEntry source,
      TransferOptions options,
      Losses losses)
      throws IOException {
    new NodeMaker(this).symbolicLink(publication, text, source, options, losses);
  }

  @Override
  public void createSpecial(
      Publication publication, SourceEntry source, TransferOptions options, Losses losses)
      throws IOException {
    new NodeMaker(this).special(publication, source, options, losses);
  }

  @Override
  public void createLink(Publication publication, Directory from, Name existing)
      throws IOException {
    new NodeMaker(this).link(publication, (LinuxDirectory) from, existing);
  }

  /** Gives a finished entry its final name, in one step. */
  void publish(Scratch scratch, Publication publication) throws IOException {
    Name temporary = publication.temporary();
    if (temporary == null) {
      return;
    }
    int result =
        publication.replace()
            ? Renaming.replacing(scratch, this, temporary, this, publication.name())
            : Renaming.toFreeName(scratch, this, temporary, this, publication.name());
    check(result, publication.name());
  }

  @Override
  public void rename(Name entry, Name newName) throws IOException {
    move(entry, this, newName, true);
  }

  @Override
  public void move(Name entry, Directory target, Name newName, boolean replace) throws IOException {
    Scratch scratch = Scratch.get();
    LinuxDirectory to = (LinuxDirectory) target;
    int result =
        replace
            ? Renaming.replacing(scratch, this, entry, to, newName)
            : Renaming.toFreeName(scratch, this, entry, to, newName);
    if (result < 0) {
      throw Errno.exception(result, path(entry), to.path(newName));
    }
  }

  @Override
  public void createNote(Name entry, byte[] content) throws IOException {
    NoteFile.create(this, entry, content);
  }

  @Override
  public byte @Nullable [] readNote(Name entry) throws IOException {
    return NoteFile.read(this, entry);
  }

  @Override
  public void syncFileSystem() throws IOException {
    check(Libc.SYNCFS.callInt(Scratch.get(), descriptor));
  }

  @Override
  public void deleteFile(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    check(Libc.UNLINKAT.callInt(scratch, descriptor, scratch.first(entry.bytes()), 0), entry);
  }

  /** Takes back an entry that this process has just made; there is nobody to tell of a failure. */
  void remove(Scratch scratch, Name entry) {
    Libc.UNLINKAT.callInt(scratch, descriptor, scratch.first(entry.bytes()), 0);
  }

  @Override
  public void deleteDirectory(Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    long name = scratch.first(entry.bytes());
    check(Libc.UNLINKAT.callInt(scratch, descriptor, name, Flags.AT_REMOVEDIR), entry);
  }

  @Override
  public void copyAttributes(Directory source, boolean made, TransferOptions options, Losses losses)
      throws IOException {
    Scratch scratch = Scratch.get();
    LinuxDirectory from = (LinuxDirectory) source;
    OpenAttributes attributes =
        new OpenAttributes(from.descriptor, from.opened, from.device, descriptor, ref, options);
    attributes.apply(
        scratch, opened.ownership(), opened.mode(), made, hasAcl(scratch, options), losses);
    attributes.applyTimes(scratch);
  }

  private boolean hasAcl(Scratch scratch, TransferOptions options) throws IOException {
    Creation known = creation;
    if (known != null && !known.inheritsAcl()) {
      return false;
    }
    return options.keeps(Attribute.ACL) && device.hasXattrs() && Xattrs.hasAcl(scratch, descriptor);
  }

  @Override
  public synchronized void claim(boolean thorough) throws IOException {
    if (!claimed) {
      claimed = true;
      new Claim(this).make(thorough);
    }
    if (appendOnly && !thorough) {
      throw new FileSystemException(
          ref.toString(), null, "its directory is append-only: temporary names would stay there");
    }
  }

  @Override
  public void sync() throws IOException {
    int result = Libc.FSYNC.callInt(Scratch.get(), descriptor);
    if (result == -Errno.EBADF) {
      throw new FileSystemException(
          ref.toString(), null, "cannot be made durable: the directory may not be read");
    }
    check(result);
  }

  @Override
  public long mount() throws IOException {
    return check(Stat.mount(Scratch.get(), descriptor));
  }

  /** What new entries of this directory are given, or null before the first one was looked at. */
  @Nullable Creation creation() {
    return creation;
  }

  /** Learns from an open file that was just made here. */
  Creation learn(Scratch scratch, int file, EntryPath path) throws IOException {
    FileStat stat = Stat.ofDescriptor(scratch, file, path);
    boolean inheritsAcl = device.hasXattrs() && Xattrs.hasAcl(scratch, file);
    Creation learned = new Creation(stat.ownership(), inheritsAcl);
    creation = learned;
    return learned;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      close(Scratch.get(), descriptor);
    }
  }

  /** The descriptor is free afterwards, whatever is returned. */
  static int close(Scratch scratch, int descriptor) {
    return Libc.CLOSE.callInt(scratch, descriptor, 0, 0);
  }

  private long check(long result) throws FileSystemException {
    if (result < 0) {
      throw Errno.exception(result, ref);
    }
    return result;
  }

  void check(long result, Name entry) throws FileSystemException {
    if (result < 0) {
      throw Errno.exception(result, path(entry));
    }
  }

  /** The path of an entry, for messages. */
  EntryPath path(Name entry) {
    return new EntryPath(ref, entry);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
