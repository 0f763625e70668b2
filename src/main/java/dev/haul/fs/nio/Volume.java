package dev.haul.fs.nio;

import dev.haul.Ownership;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What one file system can tell of its files, and in which words. */
final class Volume {
  private static final Map<FileSystem, Volume> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final String UNIX =
      "unix:mode,ino,dev,rdev,nlink,uid,gid,ctime,size,lastModifiedTime,lastAccessTime,"
          + "isRegularFile,isDirectory,isSymbolicLink";
  private static final int FILE_MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;
  private static final int MODE_BITS = 07777;

  private final boolean isDefault;
  private final boolean hasUnix;
  private final boolean hasPosix;
  private final Identities identities;

  private Volume(FileSystem fileSystem) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    this.isDefault = fileSystem.equals(FileSystems.getDefault());
    this.hasUnix = views.contains("unix");
    this.hasPosix = views.contains("posix");
    this.identities = new Identities(isDefault);
  }

  static Volume of(FileSystem fileSystem) {
    return KNOWN.computeIfAbsent(fileSystem, Volume::new);
  }

  /** Whether owner and mode can be set as numbers; elsewhere the {@code unix} view only tells. */
  boolean takesUnixAttributes() {
    return isDefault && hasUnix;
  }

  boolean hasPosix() {
    return hasPosix;
  }

  /** Whether what is skipped while writing reads as zeros; the interface leaves it open. */
  boolean hasHoles() {
    return isDefault;
  }

  /** Whether a file keeps its times when it is moved; one in an archive does not. */
  boolean movesKeepTimes() {
    return isDefault;
  }

  /** Whether a directory can be opened like a file, and written to the disk. */
  boolean syncsDirectories() {
    return isDefault && hasPosix;
  }

  /** For making a file or a directory that only its owner may use, where there are modes. */
  FileAttribute<?>[] privately(String permissions) {
    return hasPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** What {@code path} is now; of a link, the link itself. */
  FileStat stat(Path path) throws IOException {
    if (hasUnix) {
      return unixStat(Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS));
    }
    Class<? extends BasicFileAttributes> view =
        hasPosix ? PosixFileAttributes.class : BasicFileAttributes.class;
    return basicStat(path, Files.readAttributes(path, view, LinkOption.NOFOLLOW_LINKS));
  }

  /** Like {@link #stat}, but null when there is nothing. */
  @Nullable FileStat statIfExists(Path path) throws IOException {
    try {
      return stat(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Fails where a link to {@code path} would be one to what that links to. */
  void requireLinkable(Path path) throws IOException {
    if (!isDefault && stat(path).type() != FileType.REGULAR) {
      throw new FileSystemException(
          path.toString(), null, "only regular files can have several names here");
    }
  }

  private FileStat unixStat(Map<String, Object> attributes) {
    int mode = (int) number(attributes, "mode");
    long inode = number(attributes, "ino");
    long size = number(attributes, "size");
    return new FileStat(
        isDefault ? new FileIdentity(number(attributes, "dev"), inode) : identities.ofNumber(inode),
        unixType(attributes, mode),
        mode & MODE_BITS,
        (int) number(attributes, "uid"),
        (int) number(attributes, "gid"),
        (int) number(attributes, "nlink"),
        size,
        size,
        number(attributes, "rdev"),
        instant(attributes, "lastAccessTime"),
        instant(attributes, "lastModifiedTime"),
        instant(attributes, "ctime"));
  }

  private FileStat basicStat(Path path, BasicFileAttributes attributes) throws IOException {
    Instant modified = attributes.lastModifiedTime().toInstant();
    return new FileStat(
        identities.of(path, attributes.fileKey()),
        type(attributes.isRegularFile(), attributes.isDirectory(), attributes.isSymbolicLink()),
        mode(attributes),
        Ownership.KEEP,
        Ownership.KEEP,
        1,
        attributes.size(),
        attributes.size(),
        0,
        attributes.lastAccessTime().toInstant(),
        modified,
        modified);
  }

  private static int mode(BasicFileAttributes attributes) {
    if (attributes instanceof PosixFileAttributes posix) {
      return PosixModes.bits(posix.permissions());
    }
    return attributes.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
  }

  // Only the mode tells a FIFO from a device, and not every unix view has the type in it.
  private static FileType unixType(Map<String, Object> attributes, int mode) {
    FileType special = PosixModes.specialType(mode);
    return special != FileType.UNKNOWN
        ? special
        : type(
            isTrue(attributes, "isRegularFile"),
            isTrue(attributes, "isDirectory"),
            isTrue(attributes, "isSymbolicLink"));
  }

  private static FileType type(boolean regular, boolean directory, boolean link) {
    return regular
        ? FileType.REGULAR
        : directory ? FileType.DIRECTORY : link ? FileType.SYMBOLIC_LINK : FileType.UNKNOWN;
  }

  private static boolean isTrue(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant instant(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }
}
