package dev.haul.plan;

import dev.haul.Copy;
import java.util.List;

/**
 * What a copy command comes to: operations, or the reasons why none of them is begun.
 *
 * @param copies in the order of the sources; empty if there are refusals
 */
public record CopyPlan(List<Copy> copies, List<Refusal> refusals) {
  public CopyPlan {
    copies = refusals.isEmpty() ? List.copyOf(copies) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
