package dev.haul.plan;

import dev.haul.Move;
import java.util.List;

/**
 * What a move command comes to: operations, or the reasons why none of them is begun.
 *
 * @param steps what can be done at once, one step after the other; in the order of the sources, but
 *     for those that lie in others and go before them; empty if there are refusals
 */
public record MovePlan(List<List<Move>> steps, List<Refusal> refusals) {
  public MovePlan {
    steps = refusals.isEmpty() ? List.copyOf(steps) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
