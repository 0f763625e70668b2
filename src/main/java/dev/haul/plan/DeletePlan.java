package dev.haul.plan;

import dev.haul.Delete;
import java.util.List;

/**
 * What a delete command comes to: operations, or the reasons why none of them is begun.
 *
 * @param steps what is deleted at once, one step after the other, each in the order of the
 *     operands; empty if there are refusals
 */
public record DeletePlan(List<List<Delete>> steps, List<Refusal> refusals) {
  public DeletePlan {
    steps = refusals.isEmpty() ? List.copyOf(steps) : List.of();
    refusals = List.copyOf(refusals);
  }

  /** Those of all steps. */
  public List<Delete> deletions() {
    return steps.stream().flatMap(List::stream).toList();
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
