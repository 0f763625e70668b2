package dev.haul;

import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory and the name it gets.
 *
 * @param identity which file it must be, or it is left alone; null if any will do
 * @param born when that file was made, in nanoseconds since 1970: a new file may have the identity
 *     of one that was deleted; 0 if that is not known
 */
public record RenameStep(Name from, Name to, @Nullable FileIdentity identity, long born) {
  /** Whenever it was made. */
  public RenameStep(Name from, Name to, @Nullable FileIdentity identity) {
    this(from, to, identity, 0);
  }
}
