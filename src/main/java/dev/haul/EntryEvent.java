package dev.haul;

/**
 * One entry that was done.
 *
 * @param source as {@link Location#toString} gives it
 * @param bytes the size of a file, else 0
 */
public record EntryEvent(Action action, String source, String target, long bytes) {
  /** What was done. */
  public enum Action {
    COPIED,
    REPLACED,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    SPECIAL,
    SKIPPED,
    SPECIAL_SKIPPED
  }
}
