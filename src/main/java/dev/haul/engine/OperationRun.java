package dev.haul.engine;

import dev.haul.Append;
import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.OperationFuture;
import dev.haul.OperationResult;
import dev.haul.task.ProgressMeter;
import dev.haul.task.TaskReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An operation from its submission to its result. */
final class OperationRun {
  private final Operation operation;
  private final ReportSink sink;
  private final ProgressMeter progress;
  private final Future future = new Future();
  private final CompletableFuture<OperationResult> ended = new CompletableFuture<>();
  private final List<Runnable> actions = new ArrayList<>(2);
  private volatile boolean begun;
  private volatile boolean cancelled;
  private volatile boolean failed;
  private final boolean stopsAtFailure;
  private final AtomicBoolean targetFull = new AtomicBoolean();

  // Guarded by the scheduler's lock until the operation has ended.
  private Counts counts = Counts.ZERO;
  private final FailureLimit limit;
  private final List<Failure> failures = new ArrayList<>();
  private final Set<Failure.Kind> kinds = EnumSet.noneOf(Failure.Kind.class);
  private final Map<Attribute, Long> lost = new EnumMap<>(Attribute.class);
  private final Set<String> notes = new LinkedHashSet<>();
  private boolean over;
  private volatile boolean ending;

  OperationRun(Operation operation, ReportSink sink, ProgressMeter progress, FailureLimit limit) {
    this.operation = operation;
    this.sink = sink;
    this.progress = progress;
    this.limit = limit;
    this.stopsAtFailure = operation.failFast();
  }

  Operation operation() {
    return operation;
  }

  /** Where the operation puts things, for people; null if it puts nothing. */
  @Nullable String destination() {
    Location target = operation.target();
    return target == null ? null : target.toString();
  }

  OperationFuture future() {
    return future;
  }

  /** The result, also of an operation whose future was cancelled. */
  CompletableFuture<OperationResult> ended() {
    return ended;
  }

  /** Runs {@code action} when the operation has ended, before anybody learns of it. */
  void afterwards(Runnable action) {
    actions.add(action);
  }

  ProgressMeter progress() {
    return progress;
  }

  ReportSink sink() {
    return sink;
  }

  Map<Attribute, Long> lost() {
    return lost;
  }

  Set<String> notes() {
    return notes;
  }

  void begin() {
    begun = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Whether no more is to be begun. */
  boolean isStopped() {
    return cancelled || failed || targetFull.get();
  }

  /** Ends the operation early if it shall, or if there is no room for the rest; says so once. */
  void stopIfDue(TaskReport report) {
    if (stopsAtFailure && !report.failures().isEmpty()) {
      failed = true;
    }
    boolean hasOthers = !(operation instanceof Append);
    if (hasOthers && report.hasFilledTarget() && targetFull.compareAndSet(false, true)) {
      report.failed(
          new Failure(
              Failure.Kind.NO_SPACE,
              operation.source().toString(),
              destination(),
              "the rest was not tried: no space left",
              null));
    }
  }

  void cancel() {
    cancelled = true;
  }

  void add(TaskReport report) {
    if (over) {
      return; // it has been given up, and the result is out
    }
    counts = counts.plus(report.counts());
    for (Failure failure : report.failures()) {
      Failure held = limit.held(failure, kinds.add(failure.kind()));
      if (held != null) {
        failures.add(held);
      }
    }
    if (!report.lost().isEmpty()) {
      report.lost().forEach((attribute, times) -> lost.merge(attribute, times, Long::sum));
    }
    notes.addAll(report.notes());
  }

  /** Nothing more is added; whether it was not so before. */
  boolean close() {
    boolean first = !over;
    over = true;
    return first;
  }

  /** Nothing more is begun, since the engine has lost count of what was. */
  void giveUp() {
    failed = true;
  }

  /** Whether all there was to tell was told, and {@link #end} was called; perhaps in vain. */
  boolean isEnding() {
    return ending;
  }

  /** All tasks have ended, or it was given up; without any lock. Once more does no harm. */
  void end() {
    ending = true;
    OperationResult result = result();
    actions.forEach(Runnable::run);
    ended.complete(result);
    if (cancelled) {
      future.cancel(true);
    } else {
      future.complete(result);
    }
  }

  private OperationResult result() {
    if (cancelled) {
      return new OperationResult.Cancelled(operation, counts, failures);
    }
    if (!failures.isEmpty()) {
      return new OperationResult.Failed(operation, counts, failures);
    }
    return counts.made() == 0 && counts.skipped() > 0
        ? new OperationResult.Skipped(operation, counts)
        : new OperationResult.Completed(operation, counts);
  }

  private final class Future extends OperationFuture {
    @Override
    public boolean isRunning() {
      return begun && !isDone();
    }

    @Override
    protected void stop() {
      OperationRun.this.cancel();
    }
  }
}
