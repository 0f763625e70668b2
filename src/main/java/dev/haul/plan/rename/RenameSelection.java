package dev.haul.plan.rename;

import dev.haul.EntryFilter;

/**
 * Which entries get new names.
 *
 * @param recursive whether also what is in directories
 * @param filter which entries, the operands too; what it excludes is not looked into
 */
public record RenameSelection(boolean recursive, Only only, EntryFilter filter) {
  /** What kinds of entries. */
  public enum Only {
    ALL,
    FILES,
    DIRS
  }

  public static RenameSelection operands() {
    return new RenameSelection(false, Only.ALL, EntryFilter.ALL);
  }

  boolean takes(String path, boolean directory) {
    boolean kind =
        switch (only) {
          case ALL -> true;
          case FILES -> !directory;
          case DIRS -> directory;
        };
    // Includes are about every kind of entry here.
    return kind && filter.takes(path, directory) && filter.takes(path, false);
  }

  boolean looksInto(String path) {
    return recursive && filter.takes(path, true);
  }
}
