package dev.haul;

import org.jspecify.annotations.Nullable;

/**
 * One entry that could not be done, and why.
 *
 * @param source the path it is about, as {@link Location#toString} gives it
 * @param target where it should have gone, if that was known by then
 * @param reason a few words, without the paths
 * @param cause what was thrown; null when it happened in another process
 */
public record Failure(
    Kind kind, String source, @Nullable String target, String reason, @Nullable Throwable cause) {
  /** What sort of failure, as far as a caller would act on it differently. */
  public enum Kind {
    /** The target exists and the policy does not let it go. */
    CONFLICT,
    /** Source and copy were read back and differ. */
    VERIFICATION,
    /** The source was written to while it was copied. */
    CHANGED,
    NOT_FOUND,
    ACCESS_DENIED,
    NO_SPACE,
    OTHER
  }

  @Override
  public String toString() {
    return target == null ? source + ": " + reason : source + " -> " + target + ": " + reason;
  }
}
