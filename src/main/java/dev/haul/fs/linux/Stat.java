package dev.haul.fs.linux;

import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * {@code statx}: one layout on every architecture (linux/stat.h), unlike {@code fstat}, for a tenth
 * more time.
 */
final class Stat {
  private static final int BIRTH_TIME = 0x800;
  private static final int MOUNT_ID = 0x1000;
  private static final int BASIC_STATS = 0x7ff | MOUNT_ID;
  private static final long APPEND_ONLY = 0x20;
  private static final byte[] ITSELF = {};

  private Stat() {}

  /** What an open file is; the descriptor is trusted to be open. */
  static FileStat ofDescriptor(Scratch scratch, int descriptor, Object path)
      throws java.nio.file.FileSystemException {
    int result = statx(scratch, descriptor, ITSELF, Flags.AT_EMPTY_PATH, BASIC_STATS);
    if (result < 0) {
      throw Errno.exception(result, path);
    }
    return decode(scratch.small().buffer);
  }

  /** Whether the open file is what it was, as far as its size and times tell. */
  static boolean isUnchanged(Scratch scratch, int descriptor, FileStat before, Object path)
      throws java.nio.file.FileSystemException {
    int result = statx(scratch, descriptor, ITSELF, Flags.AT_EMPTY_PATH, BASIC_STATS);
    if (result < 0) {
      throw Errno.exception(result, path);
    }
    // Not decoded: this is asked of every file.
    ByteBuffer statx = scratch.small().buffer;
    return statx.getLong(0x28) == before.size()
        && is(before.modified(), statx, 0x70)
        && is(before.changed(), statx, 0x60);
  }

  private static boolean is(Instant time, ByteBuffer statx, int offset) {
    return statx.getLong(offset) == time.getEpochSecond()
        && statx.getInt(offset + 8) == time.getNano();
  }

  /** Fills the small block for {@link #decode}; a link is not followed. */
  static int ofName(Scratch scratch, int directory, byte[] name) {
    return statx(scratch, directory, name, Flags.AT_SYMLINK_NOFOLLOW, BASIC_STATS);
  }

  /** The same of what a path leads to: links are followed. */
  static int ofTarget(Scratch scratch, int directory, byte[] path) {
    return statx(scratch, directory, path, 0, BASIC_STATS);
  }

  static long mount(Scratch scratch, int descriptor) {
    int result = statx(scratch, descriptor, ITSELF, Flags.AT_EMPTY_PATH, MOUNT_ID);
    return result < 0 ? result : lastMount(scratch);
  }

  /** Of what was asked about last: the mount it was reached by. */
  static long lastMount(Scratch scratch) {
    return scratch.small().buffer.getLong(0x90);
  }

  /**
   * Of what was asked about last: of a directory, whether entries can be made in it, but none
   * renamed or removed; chattr(1).
   */
  static boolean wasAppendOnly(Scratch scratch) {
    return (scratch.small().buffer.getLong(0x08) & APPEND_ONLY) != 0;
  }

  /** Whether the open file can only grow; chattr(1). */
  static boolean isAppendOnly(Scratch scratch, int descriptor) {
    return statx(scratch, descriptor, ITSELF, Flags.AT_EMPTY_PATH, BASIC_STATS) == 0
        && wasAppendOnly(scratch);
  }

  /** When the open file was made, as one number; 0 if its file system does not say. */
  static long born(Scratch scratch, int descriptor) {
    return born(scratch, descriptor, ITSELF);
  }

  /** The same of an entry, a link itself. */
  static long born(Scratch scratch, int directory, byte[] name) {
    int flags = Flags.AT_EMPTY_PATH | Flags.AT_SYMLINK_NOFOLLOW;
    ByteBuffer statx = scratch.small().buffer;
    return statx(scratch, directory, name, flags, BIRTH_TIME) == 0
            && (statx.getInt(0) & BIRTH_TIME) != 0
        ? statx.getLong(0x50) * 1_000_000_000L + statx.getInt(0x58)
        : 0;
  }

  /** An entry's inode and birth, or its device where that is not known; see statx(2). */
  static String lastingId(Scratch scratch, int directory, byte[] name, Object path)
      throws java.nio.file.FileSystemException {
    int flags = Flags.AT_EMPTY_PATH | Flags.AT_SYMLINK_NOFOLLOW;
    int result = statx(scratch, directory, name, flags, BASIC_STATS | BIRTH_TIME);
    if (result < 0) {
      throw Errno.exception(result, path);
    }
    ByteBuffer statx = scratch.small().buffer;
    long inode = statx.getLong(0x20);
    return (statx.getInt(0) & BIRTH_TIME) == 0
        ? "%d@%d".formatted(inode, device(statx, 0x88))
        : "%d:%d.%09d".formatted(inode, statx.getLong(0x50), statx.getInt(0x58));
  }

  static String lastingId(Scratch scratch, int descriptor, Object path)
      throws java.nio.file.FileSystemException {
    return lastingId(scratch, descriptor, ITSELF, path);
  }

  private static int statx(Scratch scratch, int directory, byte[] name, int flags, int mask) {
    long path = name.length == 0 ? Scratch.empty() : scratch.first(name);
    return Libc.STATX.callInt(scratch, directory, path, flags, mask, scratch.small().address);
  }

  static FileStat decode(ByteBuffer statx) {
    int mode = statx.getShort(0x1c) & 0xFFFF;
    return new FileStat(
        new FileIdentity(device(statx, 0x88), statx.getLong(0x20)),
        type(mode),
        mode & 07777,
        statx.getInt(0x14),
        statx.getInt(0x18),
        statx.getInt(0x10),
        statx.getLong(0x28),
        statx.getLong(0x30) * 512,
        device(statx, 0x80),
        instant(statx, 0x40),
        instant(statx, 0x70),
        instant(statx, 0x60));
  }

  // The C library's dev_t, which mknod takes: gnu_dev_makedev(3).
  private static long device(ByteBuffer statx, int offset) {
    long major = statx.getInt(offset) & 0xFFFFFFFFL;
    long minor = statx.getInt(offset + 4) & 0xFFFFFFFFL;
    return (minor & 0xff)
        | ((major & 0xfff) << 8)
        | ((minor & ~0xffL) << 12)
        | ((major & ~0xfffL) << 32);
  }

  private static Instant instant(ByteBuffer statx, int offset) {
    return Instant.ofEpochSecond(statx.getLong(offset), statx.getInt(offset + 8));
  }

  static FileType type(int mode) {
    return switch (mode & Flags.S_IFMT) {
      case Flags.S_IFREG -> FileType.REGULAR;
      case Flags.S_IFDIR -> FileType.DIRECTORY;
      case Flags.S_IFLNK -> FileType.SYMBOLIC_LINK;
      case Flags.S_IFIFO -> FileType.FIFO;
      case Flags.S_IFSOCK -> FileType.SOCKET;
      case Flags.S_IFCHR -> FileType.CHARACTER_DEVICE;
      case Flags.S_IFBLK -> FileType.BLOCK_DEVICE;
      default -> FileType.UNKNOWN;
    };
  }
}
