package dev.haul.plan;

import dev.haul.Append;
import java.util.List;

/**
 * What an append command comes to: operations, or the reasons why none of them is begun.
 *
 * @param appends in the order of the operands; empty if there are refusals
 */
public record AppendPlan(List<Append> appends, List<Refusal> refusals) {
  public AppendPlan {
    appends = refusals.isEmpty() ? List.copyOf(appends) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
