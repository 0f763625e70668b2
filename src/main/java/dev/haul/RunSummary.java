package dev.haul;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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

  public RunSummary {
    results = List.copyOf(results);
    lost = Map.copyOf(lost);
    workers = List.copyOf(workers);
    notes = List.copyOf(notes);
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
