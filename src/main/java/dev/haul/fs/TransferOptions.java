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
 */
public record TransferOptions(
    Set<Attribute> keep,
    ModeChange chmod,
    Ownership chown,
    Durability durability,
    Reflink reflink,
    Sparse sparse) {
  public TransferOptions {
    // Asked several times a file: a bit mask behind a view.
    keep =
        Collections.unmodifiableSet(
            keep.isEmpty() ? EnumSet.noneOf(Attribute.class) : EnumSet.copyOf(keep));
  }

  public boolean keeps(Attribute attribute) {
    return keep.contains(attribute);
  }
}
