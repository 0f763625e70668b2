package dev.haul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a run.
 *
 * @param results one for each operation, in their order
 * @param lost how often an attribute could not be given to a copy
 * @param elapsed wall time
 * @param workers what each worker has done so far, where workers are processes; else empty
 * @param channelBytes how much data has gone through the engine's asynchronous channels so far
 * @param notes what the engine has to say of how it worked
 * @param cancelled whether the run was stopped before its end
 */
public record RunSummary(
    List<OperationResult> results,
    Map<Attribute, Long> lost,
    Duration elapsed,
    List<WorkerSummary> workers,
    long channelBytes,
    List<String> notes,
    boolean cancelled) {

  /** Nothing has been run. */
  public static final RunSummary NOTHING =
      new RunSummary(List.of(), Map.of(), Duration.ZERO, List.of(), 0, List.of(), false);

  public RunSummary {
    results = List.copyOf(results);
    lost = Map.copyOf(lost);
    workers = List.copyOf(workers);
    notes = List.copyOf(notes);
  }

  /** What came of this run and another one by the same engine after it, in all. */
  public RunSummary then(RunSummary next) {
    List<OperationResult> all = new ArrayList<>(results);
    all.addAll(next.results);
    Map<Attribute, Long> losses = new HashMap<>(lost);
    next.lost.forEach((attribute, times) -> losses.merge(attribute, times, Long::sum));
    Set<String> said = new LinkedHashSet<>(notes);
    said.addAll(next.notes);
    return new RunSummary(
        all,
        losses,
        elapsed.plus(next.elapsed),
        next.workers,
        next.channelBytes,
        List.copyOf(said),
        cancelled || next.cancelled);
  }

  /** The same, of a run that was stopped behind this. */
  public RunSummary asCancelled() {
    return new RunSummary(results, lost, elapsed, workers, channelBytes, notes, true);
  }

  public Counts counts() {
    return results.stream().map(OperationResult::counts).reduce(Counts.ZERO, Counts::plus);
  }

  public List<Failure> failures() {
    return results.stream().flatMap(result -> result.failures().stream()).toList();
  }

  /** Whether everything was done. */
  public boolean isComplete() {
    return !cancelled && results.stream().allMatch(result -> result.failures().isEmpty());
  }
}
