package dev.haul.fs.linux;

import java.util.Set;

/**
 * Kinds of file systems that behave otherwise than their system calls promise; by the numbers of
 * statfs(2) and linux/magic.h.
 */
final class FileSystemType {
  /** NFS, CIFS, SMB2. */
  private static final Set<Long> NETWORK = Set.of(0x6969L, 0xFF534D42L, 0xFE534D42L);

  /** ext2 to ext4, XFS, btrfs, tmpfs, F2FS, FAT, exFAT, overlayfs. */
  private static final Set<Long> LOCAL =
      Set.of(
          FileSystemType.EXT4,
          FileSystemType.XFS,
          0x9123683EL,
          0x01021994L,
          0xF2F52010L,
          0x4D44L,
          0x2011BAB0L,
          FileSystemType.LAYERED);

  private static final long UNKNOWN = 0;

  /** Overlayfs. */
  private static final long LAYERED = 0x794C7630L;

  /** Also of ext2 and ext3. */
  private static final long EXT4 = 0xEF53;

  private static final long XFS = 0x58465342;

  /** Of proc(5). */
  private static final long PROCESSES = 0x9FA0;

  private FileSystemType() {}

  /** Whether the open file lies on another machine. */
  static boolean isNetwork(Scratch scratch, int descriptor) {
    return NETWORK.contains(of(scratch, descriptor));
  }

  /** Whether the open file's data is known to be read and written by this machine. */
  static boolean isLocal(Scratch scratch, int descriptor) {
    return LOCAL.contains(of(scratch, descriptor));
  }

  /** Whether the open file is one of proc(5). */
  static boolean isOfProcesses(Scratch scratch, int descriptor) {
    return of(scratch, descriptor) == PROCESSES;
  }

  /** Whether the open file lies on ext2, ext3, ext4 or XFS. */
  static boolean isPlain(Scratch scratch, int descriptor) {
    long type = of(scratch, descriptor);
    return type == EXT4 || type == XFS;
  }

  /** Whether the open file lies on ext2, ext3 or ext4. */
  static boolean isExt(Scratch scratch, int descriptor) {
    return of(scratch, descriptor) == EXT4;
  }

  /** Whether the open file may lie in one of several layers. */
  static boolean isLayered(Scratch scratch, int descriptor) {
    return of(scratch, descriptor) == LAYERED;
  }

  private static long of(Scratch scratch, int descriptor) {
    Scratch.Block found = scratch.small();
    return Libc.FSTATFS.callInt(scratch, descriptor, found.address) < 0
        ? UNKNOWN
        : found.buffer.getLong(0) & 0xFFFFFFFFL;
  }
}
