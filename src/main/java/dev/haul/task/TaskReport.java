package dev.haul.task;

import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.Losses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run of a task. Filled by the task and its transfers, read by the scheduler when
 * both have ended.
 */
public final class TaskReport implements Losses {
  /** What {@link #hasMade} counts. */
  private static final Set<Action> MADE =
      EnumSet.of(
          Action.COPIED, Action.REPLACED, Action.SYMBOLIC_LINK, Action.HARD_LINK, Action.SPECIAL);

  /** Failures that are kept with what was thrown: a directory may be full of them. */
  private static final int WITH_CAUSE = 100;

  private static final int LONG = 4096;

  long files;
  long bytes;
  long directories;
  long symbolicLinks;
  long hardLinks;
  long specials;
  long skipped;
  long specialsSkipped;
  long renamed;
  long removed;
  private final List<Failure> failures = new ArrayList<>();
  private final List<EntryEvent> events = new ArrayList<>();
  private final List<LinkCandidate> candidates = new ArrayList<>();
  private Map<Attribute, Long> lost = Map.of();
  private Set<String> notes = Set.of();
  private @Nullable Task rest;
  private @Nullable Task finish;
  private @Nullable Runnable whenMoved;
  private boolean linkable;
  private boolean incomplete;

  /** Whether the target has no room for anything more. */
  public boolean hasFilledTarget() {
    // Asked of every task: a stream would be a tenth of what there is to compile.
    for (Failure failure : failures) {
      if (failure.kind() == Failure.Kind.NO_SPACE) {
        return true;
      }
    }
    return false;
  }

  /** The report of a task that was not run any more. */
  public static TaskReport notRun() {
    TaskReport report = new TaskReport();
    report.incomplete();
    return report;
  }

  /** The report of a task that cannot be run, for a reason other than itself. */
  public static TaskReport failed(Task task, String reason) {
    TaskReport report = new TaskReport();
    report.failed(
        new Failure(Failure.Kind.OTHER, task.subject(), task.destination(), reason, null));
    return report;
  }

  /** The report of a task that ended by an error in haul itself. */
  public static TaskReport crashed(Task task, Throwable error) {
    TaskReport report = new TaskReport();
    report.crash(task, error);
    return report;
  }

  /** The report of an operation that ended by an error in haul itself. */
  public static TaskReport crashed(Operation operation, Throwable error) {
    Location target = operation.target();
    TaskReport report = new TaskReport();
    report.failures.add(
        Failures.internal(
            error, operation.source().toString(), target == null ? null : target.toString()));
    return report;
  }

  /** Adds an error in haul itself; what else was done counts all the same. */
  public void crash(Task task, Throwable error) {
    failures.add(Failures.internal(error, task.subject(), task.destination()));
  }

  public Counts counts() {
    return new Counts(
        files,
        bytes,
        directories,
        symbolicLinks,
        hardLinks,
        specials,
        skipped,
        specialsSkipped,
        renamed,
        removed,
        failures.size());
  }

  public List<Failure> failures() {
    return failures;
  }

  /** Each entry done, if the job asked for that. */
  public List<EntryEvent> events() {
    return events;
  }

  public List<LinkCandidate> candidates() {
    return candidates;
  }

  public Map<Attribute, Long> lost() {
    return lost;
  }

  /** What the user may want to know of how it was done. */
  public Set<String> notes() {
    return notes;
  }

  /** What the task left undone when it was asked to yield. */
  public @Nullable Task rest() {
    return rest;
  }

  /** What is to run when everything in the directory, so far, has ended. */
  public @Nullable Task finish() {
    return finish;
  }

  /** Whether the single target of the task now has the source's content, so it can be linked to. */
  public boolean isLinkable() {
    return linkable;
  }

  /** Whether something is still there that was to be dealt with, or is not known to be gone. */
  public boolean isIncomplete() {
    return incomplete || !failures.isEmpty();
  }

  /** Whether something failed though nobody has changed it, so that it may succeed another time. */
  public boolean hasObstacle() {
    for (Failure failure : failures) {
      if (failure.kind() != Failure.Kind.CHANGED && failure.kind() != Failure.Kind.NOT_FOUND) {
        return true;
      }
    }
    return false;
  }

  boolean isMarkedIncomplete() {
    return incomplete;
  }

  /** Whether there are new names because of it. */
  boolean hasMade() {
    return files + symbolicLinks + hardLinks + specials > 0;
  }

  /**
   * What is to be done when the transfers of the task have ended too; {@code lease} is closed then.
   */
  void whenMoved(Lease lease, Consumer<Lease> action) {
    whenMoved =
        () -> {
          try (lease) {
            action.accept(lease);
          }
        };
  }

  /** The transfers of the task have ended. To be called once, before anybody reads this. */
  public void moved() {
    if (whenMoved != null) {
      whenMoved.run();
      whenMoved = null;
    }
  }

  /** Adds one entry that could not be done. */
  public void failed(Failure failure) {
    failures.add(failures.size() < WITH_CAUSE ? failure : failure.withoutCause());
  }

  /** Whether so much is told in it that it had better be handed in. */
  boolean isLong() {
    return failures.size() + events.size() >= LONG;
  }

  /** None of the new names is certain to stay: they were not done, for that reason. */
  void takeBack(Failure reason) {
    files = 0;
    bytes = 0;
    symbolicLinks = 0;
    hardLinks = 0;
    specials = 0;
    linkable = false;
    events.removeIf(event -> MADE.contains(event.action()));
    failed(reason);
  }

  /** Whether nothing waits to be done after the task. */
  boolean leavesNothing() {
    return rest == null && finish == null && candidates.isEmpty();
  }

  /**
   * Takes what is to run when everything in the directory has ended, which it has, but for what
   * this report itself leaves to be done; null if nothing is to run now.
   */
  @Nullable Task takeEnd() {
    if (rest != null || !candidates.isEmpty()) {
      return null;
    }
    Task end = finish;
    finish = null;
    if (end != null && isIncomplete()) {
      return hasObstacle() ? end.afterObstacle() : end.afterFailure();
    }
    return end;
  }

  /** Adds what another task did. */
  void add(TaskReport other) {
    files += other.files;
    bytes += other.bytes;
    directories += other.directories;
    symbolicLinks += other.symbolicLinks;
    hardLinks += other.hardLinks;
    specials += other.specials;
    skipped += other.skipped;
    specialsSkipped += other.specialsSkipped;
    renamed += other.renamed;
    removed += other.removed;
    failures.addAll(other.failures);
    events.addAll(other.events);
    candidates.addAll(other.candidates);
    other.lost.forEach(this::lost);
    other.notes.forEach(this::note);
    incomplete |= other.incomplete;
  }

  /** Takes over what another task leaves to be done. */
  void handOn(TaskReport other) {
    rest = other.rest;
    finish = other.finish;
  }

  void event(EntryEvent event) {
    events.add(event);
  }

  void candidate(LinkCandidate candidate) {
    candidates.add(candidate);
  }

  void rest(Task task) {
    rest = task;
  }

  void finish(Task task) {
    finish = task;
  }

  void note(String text) {
    if (notes.isEmpty()) {
      notes = new LinkedHashSet<>();
    }
    notes.add(text);
  }

  void incomplete() {
    incomplete = true;
  }

  void linkable() {
    linkable = true;
  }

  @Override
  public void lost(Attribute attribute) {
    lost(attribute, 1);
  }

  void lost(Attribute attribute, long times) {
    if (lost.isEmpty()) {
      lost = new EnumMap<>(Attribute.class);
    }
    lost.merge(attribute, times, Long::sum);
  }
}
