package dev.haul;

import dev.haul.fs.Name;
import java.util.List;

/**
 * Entries that exchange their names: each step frees the name that the next one needs.
 *
 * <p>The first entry waits under another name until the last step is done. If one of them fails,
 * those before it are taken back.
 *
 * @param parking a name that nothing has
 */
public record RenameCycle(Name parking, List<RenameStep> steps) {
  public RenameCycle {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a cycle of nothing");
    }
  }
}
