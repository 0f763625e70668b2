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
    /** Of several entries that would get one name, all but the first. */
    SAME_NAME,
    /** An entry that stays has the name that another one would get. */
    NAME_TAKEN,
    /** In a directory that gets another name, in a way that one command cannot follow. */
    SCATTERED,
    /** What cannot be the name of an entry. */
    NOT_A_NAME,
    /** A FIFO, a socket or a device, where a file is read. */
    NOT_A_FILE,
    /** A directory without leave to take all that is in it. */
    IS_DIRECTORY,
    /** What is never touched: the root, the working directory, a mount point. */
    PROTECTED,
    UNUSABLE
  }
}
