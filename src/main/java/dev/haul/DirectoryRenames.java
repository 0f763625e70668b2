package dev.haul;

import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is renamed in one directory of a tree.
 *
 * @param parent the place of the directory it lies in, in the list of all; -1 for the first
 * @param name its own name as long as nothing is done; null for the first
 * @param identity which directory it must be; null only for the first, if any will do
 * @param steps in an order in which each finds its new name free
 */
public record DirectoryRenames(
    int parent,
    @Nullable Name name,
    @Nullable FileIdentity identity,
    List<RenameStep> steps,
    List<RenameCycle> cycles) {
  /** The {@link #parent} of the first directory. */
  public static final int NONE = -1;

  public DirectoryRenames {
    steps = List.copyOf(steps);
    cycles = List.copyOf(cycles);
    if ((parent == NONE) != (name == null) || (name != null && identity == null)) {
      throw new IllegalArgumentException("a directory below another has a name and an identity");
    }
  }
}
