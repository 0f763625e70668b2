package dev.haul.plan;

import dev.haul.Delete;
import java.util.List;

/**
 * What a delete command comes to: operations, or the reasons why none of them is begun.
 *
 * @param deletions in the order of the operands; empty if there are refusals
 */
public record DeletePlan(List<Delete> deletions, List<Refusal> refusals) {
  public DeletePlan {
    deletions = refusals.isEmpty() ? List.copyOf(deletions) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
