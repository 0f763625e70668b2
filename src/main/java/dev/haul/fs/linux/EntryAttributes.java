package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The attributes of an entry that is not opened: a link, a FIFO, a socket or a device. */
record EntryAttributes(
    LinuxDirectory directory, Name name, FileStat source, TransferOptions options) {

  void apply(Scratch scratch) throws IOException {
    FileStat now = directory.stat(name);
    Ids owner = changeOwner(scratch, new Ids(now.owner(), now.group()));
    if (source.type() != FileType.SYMBOLIC_LINK) {
      changeMode(scratch, now, ModeRule.mode(source, owner, options));
    }
    if (options.keeps(Attribute.TIMES)) {
      check(
          Libc.UTIMENSAT.callInt(
              scratch,
              directory.descriptor(),
              scratch.first(name.bytes()),
              OpenAttributes.times(scratch, source),
              Flags.AT_SYMLINK_NOFOLLOW,
              0));
    }
  }

  private Ids changeOwner(Scratch scratch, Ids now) throws IOException {
    Ids aim = Ids.wanted(source, options).or(now);
    if (aim.equals(now)) {
      return now;
    }
    int result =
        Libc.FCHOWNAT.callInt(
            scratch,
            directory.descriptor(),
            scratch.first(name.bytes()),
            aim.owner(),
            aim.group(),
            Flags.AT_SYMLINK_NOFOLLOW);
    if (result == -Errno.EPERM) {
      return now;
    }
    check(result);
    return aim;
  }

  // There is no fchmodat that does not follow before Linux 6.6, so by a descriptor that only names
  // the entry, and through /proc, which follows that and nothing else.
  private void changeMode(Scratch scratch, FileStat now, int mode) throws IOException {
    if (now.mode() == mode) {
      return;
    }
    int flags = Flags.O_PATH | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;
    int opened =
        Libc.OPENAT.callInt(scratch, directory.descriptor(), scratch.first(name.bytes()), flags, 0);
    check(opened);
    try {
      if (!Stat.ofDescriptor(scratch, opened, path()).identity().equals(now.identity())) {
        throw Errno.exception(-Errno.ESTALE, path());
      }
      byte[] link = ("/proc/self/fd/" + opened).getBytes(StandardCharsets.US_ASCII);
      check(Libc.FCHMODAT.callInt(scratch, Flags.AT_FDCWD, scratch.first(link), mode));
    } finally {
      LinuxDirectory.close(scratch, opened);
    }
  }

  static int fileTypeBits(FileType type) {
    return switch (type) {
      case FIFO -> Flags.S_IFIFO;
      case SOCKET -> Flags.S_IFSOCK;
      case CHARACTER_DEVICE -> Flags.S_IFCHR;
      case BLOCK_DEVICE -> Flags.S_IFBLK;
      case REGULAR, DIRECTORY, SYMBOLIC_LINK, UNKNOWN ->
          throw new IllegalArgumentException("not special: " + type);
    };
  }

  private EntryPath path() {
    return directory.path(name);
  }

  private void check(int result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, path());
    }
  }
}
