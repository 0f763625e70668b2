package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
import dev.haul.fs.TransferOptions;

/** An owner and a group; either may be {@link Ownership#KEEP}, which means: as it is. */
record Ids(int owner, int group) {

  /** What a copy of {@code source} shall belong to. */
  static Ids wanted(FileStat source, TransferOptions options) {
    boolean keep = options.keeps(Attribute.OWNER);
    Ownership chown = options.chown();
    return new Ids(
        choose(chown.owner(), keep, source.owner()), choose(chown.group(), keep, source.group()));
  }

  private static int choose(int asked, boolean keep, int sources) {
    return asked != Ownership.KEEP ? asked : keep ? sources : Ownership.KEEP;
  }

  Ids or(Ids now) {
    return new Ids(
        owner == Ownership.KEEP ? now.owner : owner, group == Ownership.KEEP ? now.group : group);
  }
}
