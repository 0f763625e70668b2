package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.SourceFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells whether what is in one directory has an equal copy in another. */
final class MovedEntries {
  private static final Duration LONGEST_STEP = Duration.ofSeconds(2);
  private static final int STEP_MILLIS = 10;

  private final Directory source;
  private final Directory target;
  private final boolean comparesAttributes;

  /**
   * @param comparesAttributes whether what is not certain to be a copy must have its attributes too
   */
  MovedEntries(Directory source, Directory target, boolean comparesAttributes) {
    this.source = source;
    this.target = target;
    this.comparesAttributes = comparesAttributes;
  }

  static Lease open(
      DirectoryCache directories, DirectoryRef parent, Name name, @Nullable DirectoryRef opened)
      throws IOException {
    if (opened != null) {
      return directories.lease(opened);
    }
    try (Lease above = directories.lease(parent)) {
      return directories.leaseChild(above.directory(), name);
    }
  }

  /** Whether something failed because the entry it is about is not there any more. */
  static boolean isGone(DirectoryCache directories, DirectoryRef in, Name name, IOException error) {
    if (!(error instanceof NoSuchFileException)) {
      return false;
    }
    try (Lease lease = directories.lease(in)) {
      return lease.directory().statIfExists(name) == null;
    } catch (IOException e) {
      error.addSuppressed(e);
      return false;
    }
  }

  /**
   * Opens a directory that is to be emptied.
   *
   * @throws FileSystemException if something is mounted on it, which is not meant
   */
  static Lease openSource(
      DirectoryCache directories, DirectoryRef parent, Name name, @Nullable DirectoryRef opened)
      throws IOException {
    if (opened == null) {
      try (Lease above = directories.lease(parent)) {
        refuseMountPoint(above.directory(), name, "is a mount point");
      }
    }
    return open(directories, parent, name, opened);
  }

  /** Throws an exception with this reason if something is mounted on a directory. */
  static void refuseMountPoint(Directory above, Name name, String reason) throws IOException {
    try (Directory directory = above.openDirectory(name)) {
      if (directory.mount() != above.mount()) {
        throw new FileSystemException(above.ref().pathOf(name), null, reason);
      }
    }
  }

  /**
   * Whether an entry, which is no directory, has an equal copy.
   *
   * @param certain whether size and time are enough, because it is known that what is there was
   *     copied; if not, the content is compared
   */
  boolean isCopied(Name name, Name copyName, boolean certain) throws IOException {
    FileStat original = source.stat(name);
    FileStat copy = target.statIfExists(copyName);
    return copy != null && isCopied(original, name, copy, copyName, certain);
  }

  /**
   * The same of a copy that was made after {@code begun}, by the clock of both file systems. What
   * was changed since then is compared byte by byte.
   *
   * @param begun null to compare everything: what is there need not be what was copied
   */
  boolean isCopiedSince(@Nullable Instant begun, Name name, Name copyName) throws IOException {
    FileStat original = source.stat(name);
    FileStat copy = target.statIfExists(copyName);
    if (copy == null) {
      return false;
    }
    // Clocks tick in milliseconds: what is of the same tick may have been there before. The change
    // of another name of the same file counts as its own.
    boolean certain =
        begun != null
            && copy.links() == 1
            && original.changed().isBefore(begun)
            && copy.changed().isAfter(begun);
    return isCopied(original, name, copy, copyName, certain);
  }

  private boolean isCopied(
      FileStat original, Name name, FileStat copy, Name copyName, boolean certain)
      throws IOException {
    if (original.identity().equals(copy.identity())
        || original.type() != copy.type()
        || original.type() == FileType.DIRECTORY
        || original.size() != copy.size()
        || !isTimeOf(original.modified(), copy.modified())
        || (comparesAttributes && !certain && !source.hasAttributesOf(name, target, copyName))) {
      return false;
    }
    return switch (original.type()) {
      case REGULAR -> (certain && original.sameSizeAndTime(copy)) || sameContent(name, copyName);
      case SYMBOLIC_LINK ->
          Arrays.equals(source.readSymbolicLink(name), target.readSymbolicLink(copyName));
      default -> original.special() == copy.special();
    };
  }

  /** Whether it is the time, or what is left of it where time goes in steps: two seconds on FAT. */
  private static boolean isTimeOf(Instant original, Instant copy) {
    return original.equals(copy)
        || (copy.equals(Instant.ofEpochMilli(copy.toEpochMilli()))
            && copy.toEpochMilli() % STEP_MILLIS == 0
            && Duration.between(copy, original).abs().compareTo(LONGEST_STEP) < 0);
  }

  private boolean sameContent(Name name, Name copyName) throws IOException {
    try (SourceFile file = source.openFile(name)) {
      return file.hasSameContent(target, copyName);
    }
  }
}
