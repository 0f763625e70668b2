package dev.haul.fs.linux;

import dev.haul.fs.Name;

/** The two ways an entry comes to its name; each returns what C returns, or the error negated. */
final class Renaming {
  private Renaming() {}

  /** In place of whatever has the name, in one step. */
  static int replacing(
      Scratch scratch, LinuxDirectory from, Name entry, LinuxDirectory to, Name newName) {
    return Libc.RENAMEAT.callInt(
        scratch,
        from.descriptor(),
        scratch.first(entry.bytes()),
        to.descriptor(),
        scratch.second(newName.bytes()));
  }

  /** Only if nothing has the name: {@code EEXIST} if something has. */
  static int toFreeName(
      Scratch scratch, LinuxDirectory from, Name entry, LinuxDirectory to, Name newName) {
    int result =
        Libc.RENAMEAT2.callInt(
            scratch,
            from.descriptor(),
            scratch.first(entry.bytes()),
            to.descriptor(),
            scratch.second(newName.bytes()),
            Flags.RENAME_NOREPLACE);
    return switch (-result) {
      // Not every file system can.
      case Errno.EINVAL, Errno.ENOSYS -> unlessFound(scratch, from, entry, to, newName);
      // Some containers say it of the call; an append-only directory would keep the second name.
      case Errno.EPERM ->
          from.isAppendOnly() ? result : unlessFound(scratch, from, entry, to, newName);
      default -> result;
    };
  }

  // Where it cannot be left to the kernel. A file gets a second name first, which is refused if it
  // is taken; a directory can at worst replace an empty one that came this very moment.
  private static int unlessFound(
      Scratch scratch, LinuxDirectory from, Name entry, LinuxDirectory to, Name newName) {
    int linked =
        Libc.LINKAT.callInt(
            scratch,
            from.descriptor(),
            scratch.first(entry.bytes()),
            to.descriptor(),
            scratch.second(newName.bytes()),
            0);
    if (linked == 0) {
      int removed =
          Libc.UNLINKAT.callInt(scratch, from.descriptor(), scratch.first(entry.bytes()), 0);
      if (removed < 0) {
        to.remove(scratch, newName);
      }
      return removed;
    }
    if (linked == -Errno.EEXIST) {
      return linked;
    }
    int found = Stat.ofName(scratch, to.descriptor(), newName.bytes());
    if (found != -Errno.ENOENT) {
      return found < 0 ? found : -Errno.EEXIST;
    }
    return replacing(scratch, from, entry, to, newName);
  }
}
