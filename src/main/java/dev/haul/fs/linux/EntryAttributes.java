package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Losses;
import dev.haul.fs.Name;
import dev.haul.fs.SourceEntry;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The attributes of an entry that is not opened: a link, a FIFO, a socket or a device. */
record EntryAttributes(
    SourceEntry entry, LinuxDirectory directory, Name name, TransferOptions options) {

  void apply(Scratch scratch, Losses losses) throws IOException {
    FileStat source = entry.stat();
    int mode = source.mode();
    if (source.type() == FileType.SYMBOLIC_LINK) {
      Creation known = directory.creation();
      changeOwner(
          scratch, known == null ? directory.stat(name).ownership() : known.owner(), losses);
    } else {
      FileStat now = directory.stat(name);
      Ownership owner = changeOwner(scratch, now.ownership(), losses);
      mode = options.mode(source, owner, Caller.UMASK);
      changeMode(scratch, now, mode);
    }
    if (options.keeps(Attribute.XATTR) || options.keeps(Attribute.ACL)) {
      copyXattrs(scratch, mode, losses);
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

  private Ownership changeOwner(Scratch scratch, Ownership now, Losses losses) throws IOException {
    return OwnerChange.make(
        entry.stat(),
        now,
        options,
        losses,
        path(),
        (owner, group) ->
            Libc.FCHOWNAT.callInt(
                scratch,
                directory.descriptor(),
                scratch.first(name.bytes()),
                owner,
                group,
                Flags.AT_SYMLINK_NOFOLLOW));
  }

  // A link has no descriptor that takes these calls, a FIFO must not be opened: by the name in the
  // open directory, which /proc leads to and which is not followed.
  private void copyXattrs(Scratch scratch, int mode, Losses losses) throws IOException {
    LinuxDirectory from = (LinuxDirectory) entry.directory();
    if (!from.device().hasXattrs()) {
      return;
    }
    Xattrs.copy(
        scratch,
        XattrFile.at(scratch.second(from.procPath(), entry.name().bytes())),
        from.device(),
        XattrFile.at(scratch.third(directory.procPath(), name.bytes())),
        entry.stat().type() != FileType.SYMBOLIC_LINK,
        mode,
        options,
        losses,
        path());
  }

  // There is no fchmodat that does not follow before Linux 6.6, so by a descriptor that only names
  // the entry, and through /proc, which follows that and nothing else.
  private void changeMode(Scratch scratch, FileStat now, int mode) throws IOException {
    if (now.mode() == mode) {
      return;
    }
    int opened = directory.open(scratch, name, FileOpening.HOLD);
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
