package dev.haul.fs;

import dev.haul.AppendOptions;
import dev.haul.Location;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory, and all that can be done to its entries.
 *
 * <p>Every method takes the plain name of an entry and never follows a link in its place. All of
 * them may be called by several threads at once. An error is the JDK's exception for it and names
 * the path; after an error nothing has changed unless the method says so.
 */
public interface Directory extends Closeable {
  /** How to find this directory again. */
  DirectoryRef ref();

  /** The path of this directory as it is now, without links on the way. */
  Location location() throws IOException;

  /** The directory as it is now. */
  FileStat stat() throws IOException;

  /** An entry as it is now; of a link, the link itself. */
  FileStat stat(Name entry) throws IOException;

  /** Like {@link #stat(Name)}, but null when there is no such entry. */
  @Nullable FileStat statIfExists(Name entry) throws IOException;

  /**
   * Tells an entry from every other one, also when its file system was mounted anew and has another
   * device number: by its inode and the time it was made. Where that time is not known, by the
   * device.
   */
  default String lastingId(Name entry) throws IOException {
    return stat(entry).identity().toString();
  }

  /** The same of this directory. */
  default String lastingId() throws IOException {
    return ref().identity().toString();
  }

  /**
   * When an entry was made, in nanoseconds since 1970, as long as nothing but making another one
   * changes that; 0 where it is not known.
   */
  default long born(Name entry) throws IOException {
    return 0;
  }

  /**
   * Whether an entry of another directory has what a copy of this one would have been given besides
   * content and times: owner, mode, extended attributes and access control lists, as far as this
   * process can give them and that file system holds them.
   */
  default boolean hasAttributesOf(Name entry, Directory other, Name otherName) throws IOException {
    FileStat mine = stat(entry);
    FileStat copy = other.stat(otherName);
    return mine.mode() == copy.mode() && mine.ownership().equals(copy.ownership());
  }

  /**
   * The entries from {@code cursor} on, as many as are read at once. A cursor stays good when the
   * directory is closed and opened again.
   */
  EntryBatch entries(long cursor) throws IOException;

  /**
   * The same, but reads on until there are {@code enough} where more of them can be put into a
   * better order. To delete 50,000 files of one directory in the order of their inodes takes ext4 a
   * quarter less time than in its own, and a fifth less than if only 6,000 at a time are in order.
   */
  default EntryBatch entries(long cursor, int enough) throws IOException {
    return entries(cursor);
  }

  /**
   * Opens a directory in this one.
   *
   * @throws java.nio.file.NotDirectoryException if the entry is anything else, a link included
   */
  Directory openDirectory(Name entry) throws IOException;

  /**
   * Opens the directory this one lies in, if that is still {@code expected}; null if it is not, or
   * if there is no way up.
   */
  default @Nullable Directory openParent(DirectoryRef expected) throws IOException {
    return null;
  }

  /**
   * This directory and those it lies in, up to the first that may not be entered, without going
   * back to a path.
   */
  Set<FileIdentity> lineage() throws IOException;

  /**
   * Makes a directory and opens it. It is open to its owner only until {@link #copyAttributes} has
   * been called on it; if it cannot be opened, it is taken back.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the entry exists
   */
  Directory createDirectory(Name entry) throws IOException;

  /** Lets its owner put entries into it, whatever its mode; nothing where everybody can. */
  default void keepWritable() throws IOException {}

  /** Opens this directory to its owner only, as {@link #createDirectory} makes it. */
  default void makePrivate() throws IOException {}

  /**
   * Opens a regular file for reading.
   *
   * @throws java.nio.file.FileSystemException if it is anything else; it is not opened then, if the
   *     kernel has a way to look first, and anybody but this user and root can put a FIFO or a
   *     device in its place
   */
  SourceFile openFile(Name entry) throws IOException;

  /**
   * Opens a file for appending, or makes it if {@code options} allow it.
   *
   * @throws java.nio.file.FileSystemException if it is neither a regular file nor a character
   *     device, also if it is a link
   */
  AppendFile openForAppend(Name entry, AppendOptions options) throws IOException;

  /** What a symbolic link holds, byte for byte. */
  byte[] readSymbolicLink(Name entry) throws IOException;

  /**
   * Whether a symbolic link leads to what its text names. Those that proc(5) shows of open files
   * are followed by the kernel alone: what they lead to may have no name, as a pipe, or none any
   * more.
   */
  boolean leadsToItsText(Name link) throws IOException;

  /**
   * Makes {@code publication} a symbolic link that holds {@code text}, with the attributes of
   * {@code source} as far as {@code options} keep them; what the file system cannot hold is told to
   * {@code losses}.
   */
  void createSymbolicLink(
      Publication publication,
      byte[] text,
      SourceEntry source,
      TransferOptions options,
      Losses losses)
      throws IOException;

  /**
   * Makes {@code publication} a FIFO, a socket or a device like {@code source}; otherwise as {@link
   * #createSymbolicLink}.
   */
  void createSpecial(
      Publication publication, SourceEntry source, TransferOptions options, Losses losses)
      throws IOException;

  /**
   * Makes {@code publication} another name of the file that is {@code existing} in {@code from}.
   */
  void createLink(Publication publication, Directory from, Name existing) throws IOException;

  /** Renames an entry in place of whatever has the new name, in one step. */
  void rename(Name entry, Name newName) throws IOException;

  /**
   * Moves an entry to another directory of the same file system, in one step.
   *
   * @param replace whether an entry of that name gives way: a file to whatever is no directory, an
   *     empty directory to a directory; if not, the kernel refuses
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken and must not be replaced
   * @throws java.nio.file.AtomicMoveNotSupportedException if {@code target} lies on another file
   *     system, or behind another mount point
   */
  void move(Name entry, Directory target, Name newName, boolean replace) throws IOException;

  /**
   * Makes a small file that tells of something under way, in place of an older one, and makes it
   * durable with its name. It is there whole, or not at all.
   */
  void createNote(Name entry, byte[] content) throws IOException;

  /** The content of a file of at most 64 KiB; null if there is no such file. */
  byte @Nullable [] readNote(Name entry) throws IOException;

  /** Makes durable all that was written to this directory's file system so far, by anybody. */
  void syncFileSystem() throws IOException;

  /** Removes an entry that is not a directory. */
  void deleteFile(Name entry) throws IOException;

  /** Removes an empty directory. */
  void deleteDirectory(Name entry) throws IOException;

  /**
   * Gives this directory the attributes of {@code source} that {@code options} keep; what the file
   * system cannot hold is told to {@code losses}.
   *
   * @param made whether this run made it; the mode of another one stays unless it is kept
   */
  void copyAttributes(Directory source, boolean made, TransferOptions options, Losses losses)
      throws IOException;

  /**
   * Says that this process puts files under temporary names into this directory, as long as it is
   * open, and removes those of processes that have ended, provided that no other is at work here.
   * Where processes cannot tell each other, nothing is removed.
   *
   * @param thorough whether to look through the whole of even a large directory
   */
  default void claim(boolean thorough) throws IOException {}

  /** Makes the names in this directory durable. */
  void sync() throws IOException;

  /** The id of the mount this directory lies on; equal for all directories of one mount. */
  long mount() throws IOException;

  @Override
  void close() throws IOException;
}
