package dev.haul.fs;

import org.jspecify.annotations.Nullable;

/**
 * How a new entry gets its name.
 *
 * @param name the name it shall have
 * @param temporary the name it has until it is whole; null in a directory that this run made
 *     itself, where it is made under its final name, exclusively
 * @param replace whether an entry of that name gives way; if not, the kernel refuses
 */
public record Publication(Name name, @Nullable Name temporary, boolean replace) {
  /** In a directory of this run's own: the name at once, exclusively. */
  public static Publication direct(Name name) {
    return new Publication(name, null, false);
  }

  /** The name under which the entry is made. */
  public Name first() {
    return temporary == null ? name : temporary;
  }
}
