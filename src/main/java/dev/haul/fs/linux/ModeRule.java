package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.TransferOptions;

/** What mode a copy gets. */
final class ModeRule {
  private ModeRule() {}

  /**
   * @param result whom the copy belongs to
   */
  static int mode(FileStat source, Ids result, TransferOptions options) {
    boolean directory = source.type() == FileType.DIRECTORY;
    int mode =
        options.keeps(Attribute.MODE)
            ? source.mode() & ~stolenBits(source, result, options.chown())
            : source.mode() & 0777 & ~Caller.UMASK;
    return options.chmod().apply(mode, directory);
  }

  // Setuid for another owner than the source's would hand that owner's rights to everybody.
  private static int stolenBits(FileStat source, Ids result, Ownership asked) {
    int bits = 0;
    if (asked.owner() == Ownership.KEEP && source.owner() != result.owner()) {
      bits |= Flags.S_ISUID;
    }
    if (asked.group() == Ownership.KEEP && source.group() != result.group()) {
      bits |= source.type() == FileType.DIRECTORY ? 0 : Flags.S_ISGID;
    }
    return bits;
  }
}
