package dev.haul.fs;

import dev.haul.Attribute;
import dev.haul.Durability;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a file's data and attributes reach its copy.
 *
 * @param chmod applied to the mode that would result without it
 * @param chown in place of the source's owner and group
 * @param verify whether source and copy are read back and compared before the copy gets its name
 */
public record TransferOptions(
    Set<Attribute> keep,
    ModeChange chmod,
    Ownership chown,
    Durability durability,
    Reflink reflink,
    Sparse sparse,
    boolean verify) {
  private static final int PERMISSIONS = 0777;
  private static final int SET_USER = 04000;
  private static final int SET_GROUP = 02000;

  public TransferOptions {
    // Asked several times a file: a bit mask behind a view.
    keep =
        Collections.unmodifiableSet(
            keep.isEmpty() ? EnumSet.noneOf(Attribute.class) : EnumSet.copyOf(keep));
  }

  public boolean keeps(Attribute attribute) {
    return keep.contains(attribute);
  }

  /**
   * Whom a copy of {@code source} shall belong to.
   *
   * @param now whom it belongs to
   */
  public Ownership ownership(FileStat source, Ownership now) {
    Ownership wanted = keeps(Attribute.OWNER) ? chown.orElse(source.ownership()) : chown;
    return wanted.orElse(now);
  }

  /**
   * What mode a new copy of {@code source} gets.
   *
   * @param result whom the copy belongs to
   * @param umask this process's
   */
  public int mode(FileStat source, Ownership result, int umask) {
    int mode =
        keeps(Attribute.MODE)
            ? source.mode() & ~stolenBits(source, result)
            : source.mode() & PERMISSIONS & ~umask;
    return chmod.apply(mode, source.type() == FileType.DIRECTORY, umask);
  }

  // Setuid for another owner than the source's would hand that owner's rights to everybody; also
  // where --chown asked for that owner, as with chown(1).
  private static int stolenBits(FileStat source, Ownership result) {
    int bits = 0;
    if (source.owner() != result.owner()) {
      bits |= SET_USER;
    }
    // On a directory the bit gives no rights, it only hands its group on.
    if (source.group() != result.group() && source.type() != FileType.DIRECTORY) {
      bits |= SET_GROUP;
    }
    return bits;
  }

  /** What mode a directory gets that was there before and is {@code now}. */
  public int modeOfExisting(FileStat source, int now, Ownership result, int umask) {
    return keeps(Attribute.MODE) ? mode(source, result, umask) : chmod.apply(now, true, umask);
  }
}
