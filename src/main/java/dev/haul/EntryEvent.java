package dev.haul;

import org.jspecify.annotations.Nullable;

/**
 * One entry that was done.
 *
 * @param source as {@link Location#toString} gives it
 * @param target null if nothing was made
 * @param bytes the size of a file, else 0
 */
public record EntryEvent(Action action, String source, @Nullable String target, long bytes) {
  /** What was done. */
  public enum Action {
    COPIED,
    REPLACED,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    SPECIAL,
    SKIPPED,
    SPECIAL_SKIPPED,
    DELETED,
    DIRECTORY_DELETED,
    /** With all that is in it, in one step. */
    MOVED,
    RENAMED,
    /** To the end of the target. */
    APPENDED
  }
}
