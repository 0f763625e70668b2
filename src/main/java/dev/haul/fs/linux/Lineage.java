package dev.haul.fs.linux;

import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** A directory and all those above it, as they are now. */
final class Lineage {
  private Lineage() {}

  static Set<FileIdentity> of(int descriptor, DirectoryRef ref) throws IOException {
    Scratch scratch = Scratch.get();
    Set<FileIdentity> found = new HashSet<>();
    FileIdentity identity = ref.identity();
    int at = descriptor;
    try {
      // The root of a file system is its own parent.
      while (found.add(identity)) {
        int parent = openParentToAsk(scratch, at);
        if (parent < 0) {
          break;
        }
        if (at != descriptor) {
          LinuxDirectory.close(scratch, at);
        }
        at = parent;
        identity = Stat.ofDescriptor(scratch, at, ref).identity();
      }
    } finally {
      if (at != descriptor) {
        LinuxDirectory.close(scratch, at);
      }
    }
    return found;
  }

  // Only to ask who it is: that takes no right to read it.
  private static int openParentToAsk(Scratch scratch, int from) {
    return Libc.OPENAT.callInt(
        scratch,
        from,
        scratch.first(LinuxDirectory.PARENT),
        LinuxDirectory.OPEN_DIRECTORY | Flags.O_PATH,
        0);
  }
}
