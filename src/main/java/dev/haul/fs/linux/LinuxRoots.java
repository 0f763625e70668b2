package dev.haul.fs.linux;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/** Opens the first directory of a tree; the only place where a path with several names is used. */
public final class LinuxRoots {
  private static final int OPEN =
      Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_NONBLOCK | Flags.O_CLOEXEC;

  private static final int DEFAULT_DESCRIPTORS = 1024;
  private static final long UNLIMITED = -1;

  private LinuxRoots() {}

  /** Whether direct system calls are possible here: on Linux, with native access permitted. */
  public static boolean areAvailable() {
    // Not asked of Native: where access is denied that class cannot even be loaded.
    return System.getProperty("os.name", "").equals("Linux")
        && LinuxRoots.class.getModule().isNativeAccessEnabled();
  }

  /** Opens the directory at {@code location}, following links. */
  public static Directory open(Location location, Function<FileIdentity, DirectoryRef> ref)
      throws IOException {
    Scratch scratch = Scratch.get();
    int opened = open(scratch, location, OPEN);
    if (opened == -Errno.EACCES) {
      // Whoever may not list a directory may still use what is in it.
      opened = open(scratch, location, OPEN | Flags.O_PATH);
    }
    if (opened < 0) {
      throw Errno.exception(opened, location.toString());
    }
    try {
      FileStat stat = Stat.ofDescriptor(scratch, opened, location.toString());
      return new LinuxDirectory(opened, ref.apply(stat.identity()), stat);
    } catch (IOException e) {
      LinuxDirectory.close(scratch, opened);
      throw e;
    }
  }

  private static int open(Scratch scratch, Location location, int flags) {
    return Libc.OPENAT.callInt(scratch, Flags.AT_FDCWD, scratch.first(location.bytes()), flags, 0);
  }

  public static FileStat standardInput() throws IOException {
    return Stat.ofDescriptor(Scratch.get(), Flags.STDIN_FILENO, "standard input");
  }

  /** Now, by the clock that files get their times from: it goes in steps of milliseconds. */
  public static Instant clock() {
    Scratch scratch = Scratch.get();
    Scratch.Block time = scratch.small();
    int result = Libc.CLOCK_GETTIME.callInt(scratch, Flags.CLOCK_REALTIME_COARSE, time.address);
    return result < 0
        ? Instant.now()
        : Instant.ofEpochSecond(time.buffer.getLong(0), time.buffer.getLong(8));
  }

  /** The soft limit on open files, which the JVM raises to the hard one when it starts. */
  public static int descriptorLimit() {
    long limit = limit(Flags.RLIMIT_NOFILE);
    return limit == UNLIMITED ? DEFAULT_DESCRIPTORS : Math.clamp(limit, 16, Integer.MAX_VALUE);
  }

  /** A soft limit of this process, getrlimit(2), unsigned. */
  static long limit(int resource) {
    Scratch scratch = Scratch.get();
    Scratch.Block limit = scratch.small();
    int result = Libc.GETRLIMIT.callInt(scratch, resource, limit.address);
    return result < 0 ? UNLIMITED : limit.buffer.getLong(0);
  }
}
