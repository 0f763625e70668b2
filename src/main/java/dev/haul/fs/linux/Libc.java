package dev.haul.fs.linux;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The C functions haul uses, by their own names. Each returns what C returns, or the error number
 * negated; a call that a signal interrupted is made again.
 */
final class Libc {
  static final Libc OPENAT = new Libc("openat");
  static final Libc CLOSE = new Libc("close");
  static final Libc STATX = new Libc("statx");
  static final Libc GETDENTS = new Libc("getdents64");
  static final Libc LSEEK = new Libc("lseek");
  static final Libc READ = new Libc("read");
  static final Libc WRITE = new Libc("write");
  static final Libc PREAD = new Libc("pread");
  static final Libc PWRITE = new Libc("pwrite");
  static final Libc COPY_FILE_RANGE = new Libc("copy_file_range");
  static final Libc IOCTL = new Libc("ioctl");
  static final Libc FALLOCATE = new Libc("fallocate");
  static final Libc FTRUNCATE = new Libc("ftruncate");
  static final Libc FCHMOD = new Libc("fchmod");
  static final Libc FCHMODAT = new Libc("fchmodat");
  static final Libc FCHOWN = new Libc("fchown");
  static final Libc FCHOWNAT = new Libc("fchownat");
  static final Libc FUTIMENS = new Libc("futimens");
  static final Libc UTIMENSAT = new Libc("utimensat");
  static final Libc FLISTXATTR = new Libc("flistxattr");
  static final Libc FGETXATTR = new Libc("fgetxattr");
  static final Libc FSETXATTR = new Libc("fsetxattr");
  static final Libc LLISTXATTR = new Libc("llistxattr");
  static final Libc LGETXATTR = new Libc("lgetxattr");
  static final Libc LSETXATTR = new Libc("lsetxattr");
  static final Libc FREMOVEXATTR = new Libc("fremovexattr");
  static final Libc LREMOVEXATTR = new Libc("lremovexattr");
  static final Libc MKDIRAT = new Libc("mkdirat");
  static final Libc MKNODAT = new Libc("mknodat");
  static final Libc SYMLINKAT = new Libc("symlinkat");
  static final Libc READLINKAT = new Libc("readlinkat");
  static final Libc LINKAT = new Libc("linkat");
  static final Libc RENAMEAT = new Libc("renameat");
  static final Libc RENAMEAT2 = new Libc("renameat2");
  static final Libc UNLINKAT = new Libc("unlinkat");
  static final Libc FSYNC = new Libc("fsync");
  static final Libc SYNCFS = new Libc("syncfs");
  static final Libc FLOCK = new Libc("flock");
  static final Libc FCNTL = new Libc("fcntl");
  static final Libc FSTATFS = new Libc("fstatfs");
  static final Libc FDATASYNC = new Libc("fdatasync");
  static final Libc GETEUID = new Libc("geteuid");
  static final Libc CLOCK_GETTIME = new Libc("clock_gettime");
  static final Libc GETRLIMIT = new Libc("getrlimit");

  private final String symbol;
  private @Nullable MemorySegment address;

  Libc(String symbol) {
    this.symbol = symbol;
  }

  // Two threads may both find the address at first use; they find the same one.
  private MemorySegment address() {
    MemorySegment found = address;
    if (found == null) {
      found = Native.find(symbol);
      address = found;
    }
    return found;
  }

  /** For functions that return a {@code long} or an {@code ssize_t}. */
  long call(Scratch scratch, long a, long b, long c, long d, long e, long f) {
    long result;
    do {
      result = Native.call(address(), scratch, a, b, c, d, e, f);
    } while (result == -1 && scratch.errno() == Errno.EINTR && this != CLOSE);
    return result == -1 ? -scratch.errno() : result;
  }

  long call(Scratch scratch, long a, long b, long c) {
    return call(scratch, a, b, c, 0, 0, 0);
  }

  /** For functions that return an {@code int}, whose upper half of the register is undefined. */
  int callInt(Scratch scratch, long a, long b, long c, long d, long e) {
    int result;
    do {
      result = (int) Native.call(address(), scratch, a, b, c, d, e, 0);
    } while (result == -1 && scratch.errno() == Errno.EINTR && this != CLOSE);
    return result == -1 ? -scratch.errno() : result;
  }

  int callInt(Scratch scratch, long a, long b, long c, long d) {
    return callInt(scratch, a, b, c, d, 0);
  }

  int callInt(Scratch scratch, long a, long b, long c) {
    return callInt(scratch, a, b, c, 0, 0);
  }

  int callInt(Scratch scratch, long a, long b) {
    return callInt(scratch, a, b, 0, 0, 0);
  }

  int callInt(Scratch scratch, long a) {
    return callInt(scratch, a, 0, 0, 0, 0);
  }
}
