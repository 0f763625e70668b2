package dev.haul.fs.linux;

/** Constants of the kernel's interface (uapi headers) that are the same wherever haul runs. */
final class Flags {
  static final int STDIN_FILENO = 0;
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;

  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_ACCMODE = 3;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_APPEND = 0x400;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  // The next two have other values on some architectures, AArch64 among them.
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
  static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

  static final int S_IFMT = 0170000;
  static final int S_IFSOCK = 0140000;
  static final int S_IFLNK = 0120000;
  static final int S_IFREG = 0100000;
  static final int S_IFBLK = 0060000;
  static final int S_IFDIR = 0040000;
  static final int S_IFCHR = 0020000;
  static final int S_IFIFO = 0010000;

  static final int S_ISUID = 04000;
  static final int S_ISGID = 02000;
  static final int S_IWUSR = 0200;

  static final int SEEK_SET = 0;
  static final int SEEK_CUR = 1;
  static final int SEEK_END = 2;
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;

  static final int RENAME_NOREPLACE = 1;

  static final int LOCK_SH = 1;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int LOCK_UN = 8;

  static final short F_WRLCK = 1;
  static final short F_UNLCK = 2;
  static final int F_GETFL = 3;
  static final int F_OFD_SETLK = 37;
  static final int F_OFD_SETLKW = 38;

  static final int RLIMIT_FSIZE = 1;
  static final int RLIMIT_NOFILE = 7;

  static final int FALLOC_FL_KEEP_SIZE = 1;
  static final int FICLONE = 0x40049409;

  private Flags() {}

  static final int CLOCK_REALTIME_COARSE = 5;
}
