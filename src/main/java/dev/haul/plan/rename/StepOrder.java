package dev.haul.plan.rename;

import dev.haul.RenameCycle;
import dev.haul.RenameStep;
import dev.haul.fs.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts the renames of one directory in an order that works: who frees a name goes before who gets
 * it. No two of them may have the same old or the same new name.
 */
final class StepOrder {
  private final Map<Name, RenameStep> byOldName;
  private final Function<List<RenameStep>, Name> parking;
  private final Set<Name> ordered = new HashSet<>();
  private final List<RenameStep> steps;
  private final List<RenameCycle> cycles = new ArrayList<>();

  /**
   * Orders all of {@code byOldName}.
   *
   * @param parking finds a name for the first of a cycle to wait under
   */
  StepOrder(Map<Name, RenameStep> byOldName, Function<List<RenameStep>, Name> parking) {
    this.byOldName = byOldName;
    this.parking = parking;
    steps = new ArrayList<>(byOldName.size());
    List<RenameStep> waiting = new ArrayList<>();
    for (RenameStep step : byOldName.values()) {
      (waits(step) ? waiting : steps).add(step);
    }
    for (RenameStep step : waiting) {
      if (!ordered.contains(step.from())) {
        follow(step);
      }
    }
  }

  private boolean waits(RenameStep step) {
    return byOldName.containsKey(step.to());
  }

  // Who waits for nobody goes first of all, and ends a chain.
  private void follow(RenameStep first) {
    List<RenameStep> chain = new ArrayList<>();
    RenameStep last = first;
    for (RenameStep at = first; at != null && waits(at) && ordered.add(at.from()); ) {
      chain.add(at);
      last = at;
      at = byOldName.get(at.to());
    }
    // INVARIANT: new names differ, so a chain can come back to its beginning only.
    if (last.to().equals(first.from())) {
      cycle(chain);
    } else {
      steps.addAll(chain.reversed());
    }
  }

  // The first one waits, so its name is free for the last, whose name is free for the one before.
  private void cycle(List<RenameStep> chain) {
    List<RenameStep> cycle = new ArrayList<>(chain.size());
    cycle.add(chain.getFirst());
    cycle.addAll(chain.subList(1, chain.size()).reversed());
    cycles.add(new RenameCycle(parking.apply(cycle), cycle));
  }

  List<RenameStep> steps() {
    return steps;
  }

  List<RenameCycle> cycles() {
    return cycles;
  }
}
