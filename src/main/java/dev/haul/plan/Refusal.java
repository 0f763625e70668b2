package dev.haul.plan;

import org.jspecify.annotations.Nullable;

/**
 * Why a command is not carried out at all.
 *
 * @param source as the user wrote it
 * @param target where it should have gone, if that was known by then
 * @param reason a few words, without the paths
 */
public record Refusal(Kind kind, String source, @Nullable String target, String reason) {
  /** What sort of refusal, as far as a caller would act on it differently. */
  public enum Kind {
    MISSING_SOURCE,
    MISSING_TARGET,
    NOT_A_DIRECTORY,
    INTO_ITSELF,
    SAME_FILE,
    SAME_TARGET,
    /** A directory without leave to take all that is in it. */
    IS_DIRECTORY,
    /** What is never touched: the root, the working directory, a mount point. */
    PROTECTED,
    UNUSABLE
  }
}
