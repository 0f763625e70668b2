package dev.haul.fs.linux;

/** Kinds of file systems that behave otherwise than their system calls promise. */
final class FileSystemType {
  /** NFS_SUPER_MAGIC and CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC of linux/magic.h. */
  private static final long[] NETWORK = {0x6969, 0xFF534D42L, 0xFE534D42L};

  private FileSystemType() {}

  /** Whether the open file lies on another machine. */
  static boolean isNetwork(Scratch scratch, int descriptor) {
    Scratch.Block found = scratch.small();
    if (Libc.FSTATFS.callInt(scratch, descriptor, found.address) < 0) {
      return false;
    }
    long type = found.buffer.getLong(0) & 0xFFFFFFFFL;
    for (long network : NETWORK) {
      if (type == network) {
        return true;
      }
    }
    return false;
  }
}
