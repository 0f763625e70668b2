package dev.haul.fs.nio;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Losses;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceEntry;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TemporaryName;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory as a path without links, and the identity it must have at every use. */
final class NioDirectory implements Directory {
  private static final String PRIVATE_DIRECTORY = "rwx------";

  private final Path path;
  private final Volume volume;
  private final DirectoryRef ref;
  private final FileStat opened;
  private final Listing listing;

  /**
   * A directory that was found to be there.
   *
   * @param opened the directory as it was then: reading it changes its access time
   */
  NioDirectory(Path path, Volume volume, DirectoryRef ref, FileStat opened) {
    this.path = path;
    this.opened = opened;
    this.volume = volume;
    this.ref = ref;
    this.listing = new Listing(path);
  }

  /** Something done to an entry. */
  @FunctionalInterface
  private interface Use<T extends @Nullable Object> {
    T of(Path entry) throws IOException;
  }

  Volume volume() {
    return volume;
  }

  @Override
  public DirectoryRef ref() {
    return ref;
  }

  /** The path of an entry of this directory, provided that it still is this directory. */
  Path resolve(Name entry) throws IOException {
    stat();
    return Errors.naming(ref.pathOf(entry), () -> PathNames.resolve(path, entry));
  }

  private <T extends @Nullable Object> T at(Name entry, Use<T> use) throws IOException {
    Path resolved = resolve(entry);
    return Errors.<T>naming(ref.pathOf(entry), () -> use.of(resolved));
  }

  @Override
  public Location location() {
    return Location.of(path);
  }

  @Override
  public FileStat stat() throws IOException {
    return Errors.naming(ref.toString(), this::checkIdentity);
  }

  private FileStat checkIdentity() throws IOException {
    FileStat now = volume.stat(path);
    if (!now.identity().equals(ref.identity()) || now.type() != FileType.DIRECTORY) {
      throw new FileSystemException(ref.toString(), null, "another directory has taken its place");
    }
    return now;
  }

  @Override
  public FileStat stat(Name entry) throws IOException {
    return at(entry, volume::stat);
  }

  @Override
  public @Nullable FileStat statIfExists(Name entry) throws IOException {
    return this.<@Nullable FileStat>at(entry, volume::statIfExists);
  }

  @Override
  public EntryBatch entries(long cursor) throws IOException {
    return Errors.naming(
        ref.toString(),
        () -> {
          // Before, because to open a FIFO in its place would wait for a writer; after, because
          // only then the identity is of what the names were read from.
          checkIdentity();
          Listing.Batch batch = listing.read(cursor);
          checkIdentity();
          return new EntryBatch(entries(batch.paths()), batch.next());
        });
  }

  private List<DirectoryEntry> entries(List<Path> paths) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>(paths.size());
    for (Path entry : paths) {
      FileType type = type(entry);
      if (type != null) {
        entries.add(new DirectoryEntry(PathNames.name(entry), type));
      }
    }
    return entries;
  }

  /** Null when the entry is gone since its name was read. */
  private @Nullable FileType type(Path entry) {
    try {
      FileStat stat = volume.statIfExists(entry);
      return stat == null ? null : stat.type();
    } catch (IOException e) {
      return FileType.UNKNOWN; // whoever uses the entry will hear why
    }
  }

  @Override
  public Directory openDirectory(Name entry) throws IOException {
    return at(
        entry,
        child -> {
          FileStat stat = volume.stat(child);
          if (stat.type() != FileType.DIRECTORY) {
            throw new NotDirectoryException(ref.pathOf(entry));
          }
          return new NioDirectory(child, volume, ref.child(entry, stat.identity()), stat);
        });
  }

  @Override
  public @Nullable Directory openParent(DirectoryRef expected) throws IOException {
    Path parent = path.getParent();
    return parent == null
        ? null
        : Errors.<@Nullable Directory>naming(
            expected.toString(), () -> openIfItIs(expected, parent));
  }

  private @Nullable Directory openIfItIs(DirectoryRef expected, Path found) throws IOException {
    FileStat stat = volume.statIfExists(found);
    return stat != null && stat.identity().equals(expected.identity())
        ? new NioDirectory(found, volume, expected, stat)
        : null;
  }

  @Override
  public Set<FileIdentity> lineage() throws IOException {
    Set<FileIdentity> found = new HashSet<>();
    found.add(ref.identity());
    try {
      for (Path above = path.getParent(); above != null; above = above.getParent()) {
        found.add(volume.stat(above).identity());
      }
    } catch (AccessDeniedException e) {
      // Nothing is reached from up there either.
    }
    return found;
  }

  @Override
  public Directory createDirectory(Name entry) throws IOException {
    at(entry, child -> Files.createDirectory(child, volume.privately(PRIVATE_DIRECTORY)));
    try {
      return openDirectory(entry);
    } catch (IOException | RuntimeException e) {
      remove(entry);
      throw e;
    }
  }

  @Override
  public SourceFile openFile(Name entry) throws IOException {
    return at(entry, file -> openFile(file, entry));
  }

  private SourceFile openFile(Path file, Name name) throws IOException {
    FileStat expected = requireRegular(volume.stat(file), name);
    SeekableByteChannel channel = Channels.openForReading(file);
    try {
      FileStat stat = requireRegular(volume.stat(file), name);
      if (!stat.identity().equals(expected.identity())) {
        throw new FileSystemException(ref.pathOf(name), null, "was replaced while it was opened");
      }
      return new NioSourceFile(channel, this, name, stat);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private FileStat requireRegular(FileStat stat, Name name) throws IOException {
    if (stat.type() != FileType.REGULAR) {
      throw new FileSystemException(ref.pathOf(name), null, "is not a regular file");
    }
    return stat;
  }

  @Override
  public AppendFile openForAppend(Name entry, AppendOptions options) throws IOException {
    return NioAppendFile.open(this, entry, options);
  }

  @Override
  public byte[] readSymbolicLink(Name entry) throws IOException {
    return at(entry, link -> PathNames.bytes(Files.readSymbolicLink(link)));
  }

  @Override
  public boolean leadsToItsText(Name entry) throws IOException {
    return at(
        entry,
        link ->
            !Files.getFileStore(path).type().equals("proc")
                || !Files.exists(link)
                || isSame(link, path.resolve(Files.readSymbolicLink(link))));
  }

  private static boolean isSame(Path link, Path text) throws IOException {
    return Files.exists(text) && Files.isSameFile(link, text);
  }

  @Override
  public void createSymbolicLink(
      Publication publication,
      byte[] text,
      SourceEntry source,
      TransferOptions options,
      Losses losses)
      throws IOException {
    Publication steps = withoutNeedlessTemporary(publication);
    Path made = resolve(steps.first());
    Errors.namingEffect(
        ref.pathOf(publication.name()),
        null,
        () -> {
          try (var _ = TemporaryName.use(steps.first())) {
            Files.createSymbolicLink(made, PathNames.parse(made.getFileSystem(), text));
            Attributes attributes = new Attributes(source.stat(), options, made, volume);
            finish(steps, () -> attributes.applyToLink(losses));
          }
        });
  }

  // A link is whole as soon as it is made, and making it is exclusive.
  private static Publication withoutNeedlessTemporary(Publication publication) {
    return publication.replace() ? publication : Publication.direct(publication.name());
  }

  private void finish(Publication publication, Errors.Effect attributes) throws IOException {
    try {
      attributes.run();
      publish(publication);
    } catch (IOException | RuntimeException e) {
      remove(publication.first());
      throw e;
    }
  }

  @Override
  public void createSpecial(
      Publication publication, SourceEntry source, TransferOptions options, Losses losses)
      throws IOException {
    throw new FileSystemException(
        ref.pathOf(publication.name()), null, "java.nio cannot make a FIFO, a socket or a device");
  }

  @Override
  public void createLink(Publication publication, Directory from, Name existing)
      throws IOException {
    NioDirectory other = (NioDirectory) from;
    Publication steps = withoutNeedlessTemporary(publication);
    Path file = other.resolve(existing);
    Path made = resolve(steps.first());
    Errors.namingEffect(
        other.ref.pathOf(existing),
        ref.pathOf(publication.name()),
        () -> {
          other.volume.requireLinkable(file);
          try (var _ = TemporaryName.use(steps.first())) {
            Files.createLink(made, file);
            finish(steps, () -> {});
            if (steps.temporary() != null) {
              // A move does nothing when both names are the same file already.
              Files.deleteIfExists(made);
            }
          }
        });
  }

  /** Gives a finished entry its final name. */
  void publish(Publication publication) throws IOException {
    Name temporary = publication.temporary();
    if (temporary == null) {
      return;
    }
    Path from = resolve(temporary);
    Path to = resolve(publication.name());
    if (publication.replace()) {
      Moves.replace(volume, from, to);
    } else {
      Moves.placeNew(volume, from, to);
    }
  }

  /** Takes back an entry that this process has just made; there is nobody to tell of a failure. */
  void remove(Name entry) {
    try {
      Files.deleteIfExists(resolve(entry));
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }

  @Override
  public void rename(Name entry, Name newName) throws IOException {
    Path from = resolve(entry);
    Path to = resolve(newName);
    Errors.namingEffect(
        ref.pathOf(entry), ref.pathOf(newName), () -> Moves.replace(volume, from, to));
  }

  @Override
  public void move(Name entry, Directory target, Name newName, boolean replace) throws IOException {
    NioDirectory directory = (NioDirectory) target;
    Path from = resolve(entry);
    Path to = directory.resolve(newName);
    Errors.namingEffect(
        ref.pathOf(entry),
        directory.ref.pathOf(newName),
        () -> {
          if (replace) {
            Moves.replace(directory.volume, from, to);
          } else {
            Moves.placeNew(directory.volume, from, to);
          }
        });
  }

  @Override
  public void createNote(Name entry, byte[] content) throws IOException {
    Name name = TemporaryName.next();
    Path temporary = resolve(name);
    Path path = resolve(entry);
    Errors.namingEffect(
        ref.pathOf(entry),
        null,
        () -> {
          try (var _ = TemporaryName.use(name)) {
            Files.write(
                temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Moves.replace(volume, temporary, path);
          }
        });
  }

  @Override
  public byte @Nullable [] readNote(Name entry) throws IOException {
    Path path = resolve(entry);
    return Errors.<byte @Nullable []>naming(
        ref.pathOf(entry),
        () -> volume.statIfExists(path) == null ? null : Files.readAllBytes(path));
  }

  /** {@code java.nio} has no call for it; what is copied is made durable file by file. */
  @Override
  public void syncFileSystem() {}

  @Override
  public void deleteFile(Name entry) throws IOException {
    delete(entry, false);
  }

  @Override
  public void deleteDirectory(Name entry) throws IOException {
    delete(entry, true);
  }

  // Files.delete takes both. What takes the entry's place after this look is at worst an empty
  // directory, or a single name.
  private void delete(Name entry, boolean directory) throws IOException {
    Path path = resolve(entry);
    String name = ref.pathOf(entry);
    Errors.namingEffect(
        name,
        null,
        () -> {
          boolean found = volume.stat(path).type() == FileType.DIRECTORY;
          if (found && !directory) {
            throw new FileSystemException(name, null, "Is a directory");
          }
          if (directory && !found) {
            throw new NotDirectoryException(name);
          }
          Files.delete(path);
        });
  }

  @Override
  public void copyAttributes(Directory source, boolean made, TransferOptions options, Losses losses)
      throws IOException {
    NioDirectory from = (NioDirectory) source;
    from.stat();
    stat();
    Errors.namingEffect(
        ref.toString(),
        null,
        () -> new Attributes(from.opened, options, path, volume).apply(from.path, made, losses));
  }

  @Override
  public void sync() throws IOException {
    stat();
    if (volume.syncsDirectories()) {
      Errors.namingEffect(ref.toString(), null, () -> Channels.sync(path));
    }
  }

  /** The device: two mounts of one device cannot be told apart. */
  @Override
  public long mount() {
    return ref.identity().device();
  }

  @Override
  public void close() throws IOException {
    listing.close();
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
