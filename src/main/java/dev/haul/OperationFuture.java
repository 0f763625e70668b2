package dev.haul;

import java.util.concurrent.CompletableFuture;

/**
 * The result of an operation that may not be there yet; all of {@link CompletableFuture} can be
 * done with it. It completes with a {@link OperationResult.Failed} when the operation failed, and
 * exceptionally only when it was cancelled.
 */
public abstract class OperationFuture extends CompletableFuture<OperationResult> {
  /** Whether a worker has begun and not ended the operation. */
  public abstract boolean isRunning();

  /**
   * Cancels the operation.
   *
   * @param mayInterruptIfRunning whether to stop it when it has begun; what was copied until then
   *     stays, what was under way is taken back. No thread is interrupted.
   * @return whether the future is cancelled now
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isRunning() && !mayInterruptIfRunning) {
      return isCancelled();
    }
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      stop();
    }
    return cancelled;
  }

  /** Tells the operation to begin nothing more and to take back what is under way. */
  protected abstract void stop();

  // Stages derived from it are ordinary ones: only this one is an operation.
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
