package dev.haul.fs.linux;

import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/**
 * How a regular file is opened where, since its directory was read, somebody may have put another
 * thing in its place. Nobody waits at a FIFO for ever; but to open one, even for a moment, lets go
 * of whoever waits at its other end, and what the opening of a device does is for its driver to
 * say.
 *
 * <p>So where others than this user and root can change the directory, the entry is first taken
 * hold of without being opened ({@code O_PATH}, open(2)), looked at, and then opened by what
 * proc(5) shows of this process's descriptors, where no name is looked up again. That takes two
 * calls more for each file; where there is nobody to guard against, it is opened and looked at
 * then.
 */
final class FileOpening {
  private static final int READ =
      Flags.O_RDONLY | Flags.O_NOFOLLOW | Flags.O_NONBLOCK | Flags.O_CLOEXEC;
  private static final int READ_HELD = Flags.O_RDONLY | Flags.O_NONBLOCK | Flags.O_CLOEXEC;

  /** Names an entry, whatever it is, without opening it. */
  static final int HOLD = Flags.O_PATH | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;

  private static final int GROUP_OR_OTHERS_WRITE = 0022;

  private FileOpening() {}

  /** Whether anybody but this user and root can rename the entries of a directory. */
  static boolean isInOthersHands(FileStat directory) {
    return (directory.owner() != 0 && directory.owner() != Caller.USER)
        || (directory.mode() & GROUP_OR_OTHERS_WRITE) != 0;
  }

  static LinuxSourceFile open(Scratch scratch, LinuxDirectory directory, Name name)
      throws FileSystemException {
    int opened = directory.open(scratch, name, READ);
    directory.check(opened, name);
    try {
      return new LinuxSourceFile(
          opened, directory, name, statOfRegular(scratch, opened, directory, name));
    } catch (FileSystemException e) {
      LinuxDirectory.close(scratch, opened);
      throw e;
    }
  }

  /** Without {@code /proc}, the same as {@link #open}. */
  static LinuxSourceFile openHeld(Scratch scratch, LinuxDirectory directory, Name name)
      throws FileSystemException {
    if (OwnDescriptors.DIRECTORY < 0) {
      return open(scratch, directory, name);
    }
    int held = directory.open(scratch, name, HOLD);
    directory.check(held, name);
    try {
      FileStat stat = statOfRegular(scratch, held, directory, name);
      long link = scratch.first(Integer.toString(held).getBytes(StandardCharsets.US_ASCII));
      int opened = Libc.OPENAT.callInt(scratch, OwnDescriptors.DIRECTORY, link, READ_HELD, 0, 0);
      directory.check(opened, name);
      return new LinuxSourceFile(opened, directory, name, stat);
    } finally {
      LinuxDirectory.close(scratch, held);
    }
  }

  private static FileStat statOfRegular(
      Scratch scratch, int descriptor, LinuxDirectory directory, Name name)
      throws FileSystemException {
    FileStat stat = Stat.ofDescriptor(scratch, descriptor, directory.path(name));
    if (stat.type() != FileType.REGULAR) {
      throw new FileSystemException(
          directory.ref().pathOf(name), null, "is no longer a regular file");
    }
    return stat;
  }

  /** The directory in which proc(5) shows this process's descriptors; open as long as it runs. */
  private static final class OwnDescriptors {
    static final int DIRECTORY = openDirectory();

    private static int openDirectory() {
      Scratch scratch = Scratch.get();
      long path = scratch.first("/proc/self/fd".getBytes(StandardCharsets.US_ASCII));
      return Libc.OPENAT.callInt(
          scratch, Flags.AT_FDCWD, path, LinuxDirectory.OPEN_DIRECTORY | Flags.O_PATH, 0, 0);
    }
  }
}
