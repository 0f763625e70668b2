package dev.haul;

import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * Runs operations concurrently; made by {@link Engines#open}. All methods may be called by any
 * number of threads.
 *
 * <p>A failed file never stops its operation, a failed operation never stops another, and neither
 * ends a worker.
 */
public interface Engine extends AutoCloseable {
  /**
   * Begins an operation.
   *
   * @throws IllegalStateException if the engine is closed
   */
  OperationFuture submit(Operation operation);

  /**
   * Begins all operations and gives their results in the operations' order, each as soon as it and
   * those before it are there. Closing the stream early leaves the rest running.
   */
  Stream<OperationResult> map(Collection<? extends Operation> operations);

  /**
   * Runs all operations and returns when the last has ended. Hard links are kept across operations
   * of one run.
   */
  RunSummary run(Collection<? extends Operation> operations, ProgressListener listener);

  /**
   * Stops what runs, soon: files that are under way are taken back, results say how far it came,
   * and futures that have not begun throw {@link CancellationException}.
   */
  void cancel();

  /** Waits for what was submitted, then ends the workers. */
  @Override
  void close();
}
