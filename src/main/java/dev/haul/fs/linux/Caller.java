package dev.haul.fs.linux;

import java.nio.charset.StandardCharsets;

/** Who this process is to the kernel; does not change while haul runs. */
final class Caller {
  private static final int DEFAULT_UMASK = 0022;
  private static final String STATUS = "/proc/self/status";
  private static final String UMASK_LINE = "\nUmask:\t";

  static final int USER = Libc.GETEUID.callInt(Scratch.get(), 0, 0, 0);
  static final int UMASK = readUmask();

  private Caller() {}

  // umask(2) can only be read by setting it, which other threads would see.
  private static int readUmask() {
    Scratch scratch = Scratch.get();
    byte[] path = STATUS.getBytes(StandardCharsets.US_ASCII);
    int descriptor =
        Libc.OPENAT.callInt(scratch, Flags.AT_FDCWD, scratch.first(path), Flags.O_CLOEXEC, 0, 0);
    if (descriptor < 0) {
      return DEFAULT_UMASK;
    }
    Scratch.Block data = scratch.data();
    long length = Libc.READ.call(scratch, descriptor, data.address, Scratch.DATA_SIZE);
    Libc.CLOSE.callInt(scratch, descriptor, 0, 0);
    return length <= 0
        ? DEFAULT_UMASK
        : umask(new String(data.bytes((int) length), StandardCharsets.ISO_8859_1));
  }

  private static int umask(String status) {
    int line = status.indexOf(UMASK_LINE);
    if (line < 0) {
      return DEFAULT_UMASK;
    }
    int from = line + UMASK_LINE.length();
    return Integer.parseInt(status, from, status.indexOf('\n', from), 8);
  }
}
