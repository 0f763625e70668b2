package dev.haul.fs.linux;

/** Kinds of file systems that behave otherwise than their system calls promise. */
final class FileSystemType {
  /** NFS_SUPER_MAGIC and CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC of linux/magic.h. */
  private static final long[] NETWORK = {0x6969, 0xFF534D42L, 0xFE534D42L};

  private static final long UNKNOWN = 0;

  /** PROC_SUPER_MAGIC. */
  private static final long PROCESSES = 0x9FA0;

  private FileSystemType() {}

  /** Whether the open file lies on another machine. */
  static boolean isNetwork(Scratch scratch, int descriptor) {
    long type = of(scratch, descriptor);
    for (long network : NETWORK) {
      if (type == network) {
        return true;
      }
    }
    return false;
  }

  /** Whether the open file is one of proc(5). */
  static boolean isOfProcesses(Scratch scratch, int descriptor) {
    return of(scratch, descriptor) == PROCESSES;
  }

  private static long of(Scratch scratch, int descriptor) {
    Scratch.Block found = scratch.small();
    return Libc.FSTATFS.callInt(scratch, descriptor, found.address) < 0
        ? UNKNOWN
        : found.buffer.getLong(0) & 0xFFFFFFFFL;
  }
}
