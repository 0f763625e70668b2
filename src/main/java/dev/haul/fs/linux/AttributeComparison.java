package dev.haul.fs.linux;

import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;

/** Compares what a copy is given besides content and times; see {@link OpenAttributes}. */
record AttributeComparison(
    LinuxDirectory directory, Name name, LinuxDirectory other, Name otherName) {
  private static final int ROOT = 0;

  boolean isSame() throws IOException {
    Scratch scratch = Scratch.get();
    FileStat mine = directory.stat(name);
    FileStat copy = other.stat(otherName);
    return isOwnerOf(mine, copy)
        && (mine.type() == FileType.SYMBOLIC_LINK || modeIn(copy, mine) == copy.mode())
        && Xattrs.areSame(
            scratch,
            // By the name in the open directory, which /proc leads to and which is not followed.
            XattrFile.at(scratch.second(directory.procPath(), name.bytes())),
            directory.device(),
            XattrFile.at(scratch.third(other.procPath(), otherName.bytes())),
            directory.path(name));
  }

  // Who may not give files away keeps what is copied.
  private static boolean isOwnerOf(FileStat mine, FileStat copy) {
    return mine.ownership().equals(copy.ownership())
        || (Caller.USER != ROOT && copy.owner() == Caller.USER);
  }

  private static int modeIn(FileStat copy, FileStat mine) {
    return mine.ownership().equals(copy.ownership())
        ? mine.mode()
        : mine.mode() & ~(Flags.S_ISUID | Flags.S_ISGID);
  }
}
