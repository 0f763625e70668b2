package dev.haul.plan.rename;

import dev.haul.Rename;
import dev.haul.plan.Refusal;
import java.util.List;

/**
 * What a rename command comes to: operations, or the reasons why none of them is begun.
 *
 * @param renames one for each directory that operands are in, independent of each other; empty if
 *     there are refusals
 */
public record RenamePlan(List<Rename> renames, List<Refusal> refusals) {
  public RenamePlan {
    renames = refusals.isEmpty() ? List.copyOf(renames) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
