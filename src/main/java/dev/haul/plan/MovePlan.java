package dev.haul.plan;

import dev.haul.Move;
import java.util.List;

/**
 * What a move command comes to: operations, or the reasons why none of them is begun.
 *
 * @param moves in the order of the sources; empty if there are refusals
 */
public record MovePlan(List<Move> moves, List<Refusal> refusals) {
  public MovePlan {
    moves = refusals.isEmpty() ? List.copyOf(moves) : List.of();
    refusals = List.copyOf(refusals);
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
