package dev.haul;

import java.util.List;

/** What came of one operation. */
public sealed interface OperationResult {
  Operation operation();

  Counts counts();

  /** What could not be done; empty unless the operation failed. */
  default List<Failure> failures() {
    return List.of();
  }

  /** All of it was done, or was there already. */
  record Completed(Operation operation, Counts counts) implements OperationResult {}

  /** Nothing was done, because the conflict policy said so. */
  record Skipped(Operation operation, Counts counts) implements OperationResult {}

  /** Something could not be done; the counts say how much was. */
  record Failed(Operation operation, Counts counts, List<Failure> failures)
      implements OperationResult {
    public Failed {
      failures = List.copyOf(failures);
    }
  }

  /** It was stopped; the counts say how far it had come. */
  record Cancelled(Operation operation, Counts counts, List<Failure> failures)
      implements OperationResult {
    public Cancelled {
      failures = List.copyOf(failures);
    }
  }
}
