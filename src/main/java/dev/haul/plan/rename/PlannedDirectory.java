package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Failure;
import dev.haul.RenameCycle;
import dev.haul.RenameStep;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.plan.Refusal;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A directory in which entries get new names, while it is being found out which. */
final class PlannedDirectory {
  private final DirectoryRef ref;
  private final Lookups lookups;
  private final Map<Name, RenameStep> steps = new LinkedHashMap<>();
  // Of each of the steps, in their order.
  private final List<Lookup> lookedUp = new ArrayList<>();
  private final List<RenameStep> hopeless = new ArrayList<>();
  // The same file under both names: where the case of letters, or the like, makes no difference.
  private final Set<RenameStep> respelled = new LinkedHashSet<>();
  private @Nullable PlannedDirectory parent;
  private @Nullable Name name;
  private @Nullable Set<Name> listed;
  private boolean needed;

  /** A directory that nothing else of the plan is known to contain. */
  PlannedDirectory(DirectoryRef ref, Lookups lookups) {
    this.ref = ref;
    this.lookups = lookups;
  }

  PlannedDirectory(DirectoryRef ref, Lookups lookups, PlannedDirectory parent, Name name) {
    this.ref = ref;
    this.lookups = lookups;
    this.parent = parent;
    this.name = name;
  }

  DirectoryRef ref() {
    return ref;
  }

  @Nullable PlannedDirectory parent() {
    return parent;
  }

  /** Puts it into another directory of the plan, unless that lies in it. */
  void moveInto(PlannedDirectory above, Name as) {
    for (PlannedDirectory at = above; at != null; at = at.parent) {
      if (at == this) {
        return;
      }
    }
    parent = above;
    name = as;
  }

  /** Adds a rename; false if the entry gets another name already. */
  boolean add(RenameStep step) {
    RenameStep earlier = steps.putIfAbsent(step.from(), step);
    if (earlier != null) {
      return earlier.to().equals(step.to());
    }
    Lookup lookup = new Lookup(this, step);
    lookedUp.add(lookup);
    lookups.add(lookup);
    return true;
  }

  /** Adds one that will fail, so that it is told of when the others are done. */
  void addHopeless(RenameStep step) {
    hopeless.add(step);
  }

  /** Whether an entry of this name gets another one. */
  boolean renames(Name entry) {
    return steps.containsKey(entry);
  }

  /** Whether it gets another name itself. */
  boolean isRenamed() {
    return parent != null && name != null && parent.renames(name);
  }

  /** Whether something is renamed in it. */
  boolean hasSteps() {
    return !steps.isEmpty() || !hopeless.isEmpty();
  }

  void markNeeded() {
    for (PlannedDirectory at = this; at != null && !at.needed; at = at.parent) {
      at.needed = true;
    }
  }

  /** Whether something is renamed in or below it. */
  boolean isNeeded() {
    return needed;
  }

  /** Finds out which names cannot be given, when all that is there has been looked up. */
  void check(DirectoryCache cache, List<Refusal> refusals) {
    Iterator<Lookup> inOrder = lookedUp.iterator();
    steps.replaceAll((_, _) -> inOrder.next().step());
    Map<Name, Name> given = HashMap.newHashMap(lookedUp.size());
    for (Lookup lookup : lookedUp) {
      RenameStep step = lookup.step();
      Name other = given.putIfAbsent(step.to(), step.from());
      Refusal refusal =
          other == null
              ? check(lookup, cache)
              : refusal(Kind.SAME_NAME, step, "'" + ref.pathOf(other) + "' gets this name too");
      if (refusal != null) {
        refusals.add(refusal);
      }
    }
  }

  private @Nullable Refusal check(Lookup lookup, DirectoryCache cache) {
    RenameStep step = lookup.step();
    try {
      if (lookup.error() != null) {
        throw lookup.error();
      }
      FileStat found = lookup.found();
      if (found == null || steps.containsKey(step.to())) {
        return null;
      }
      if (found.identity().equals(step.identity()) && !lists(step.to(), cache)) {
        respelled.add(step);
        return null;
      }
      return refusal(Kind.NAME_TAKEN, step, "File exists");
    } catch (IOException e) {
      return refusal(Kind.UNUSABLE, step, Failure.reasonOf(e));
    }
  }

  // Read once, for where one name is spelled anew all of them may be.
  private boolean lists(Name sought, DirectoryCache cache) throws IOException {
    Set<Name> names = listed;
    if (names == null) {
      names = new HashSet<>();
      try (Lease lease = cache.lease(ref)) {
        for (long at = EntryBatch.START; at != EntryBatch.END; ) {
          EntryBatch batch = lease.directory().entries(at);
          for (DirectoryEntry entry : batch.entries()) {
            names.add(entry.name());
          }
          at = batch.next();
        }
      }
      listed = names;
    }
    return names.contains(sought);
  }

  private Refusal refusal(Kind kind, RenameStep step, String reason) {
    return new Refusal(kind, ref.pathOf(step.from()), ref.pathOf(step.to()), reason);
  }

  /**
   * What is done in it, in order.
   *
   * @param above the place of the directory it lies in
   * @param parking finds names to wait under
   */
  DirectoryRenames renames(int above, Function<List<RenameStep>, Name> parking) {
    for (RenameStep step : respelled) {
      steps.remove(step.from());
    }
    StepOrder order = new StepOrder(steps, parking);
    List<RenameStep> ordered = order.steps();
    ordered.addAll(hopeless);
    List<RenameCycle> cycles = order.cycles();
    for (RenameStep step : respelled) {
      List<RenameStep> alone = List.of(step);
      cycles.add(new RenameCycle(parking.apply(alone), alone));
    }
    boolean first = above == DirectoryRenames.NONE;
    return new DirectoryRenames(above, first ? null : name, ref.identity(), ordered, cycles);
  }
}
