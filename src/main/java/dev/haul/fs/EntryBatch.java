package dev.haul.fs;

import java.util.List;

/**
 * Some entries of a directory, and where the next ones are.
 *
 * @param entries in the directory's own order, or in one that takes less time; without {@code .}
 *     and {@code ..}
 * @param next the cursor that {@link Directory#entries} takes, or {@link #END}
 */
public record EntryBatch(List<DirectoryEntry> entries, long next) {
  /** The cursor of a directory's first entries. */
  public static final long START = 0;

  /** The cursor behind the last entry. */
  public static final long END = -1;
}
