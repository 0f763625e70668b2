package dev.haul.cli;

import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.Progress;
import dev.haul.ProgressListener;

/** Hands what happens in a run to those who show it. */
final class CommandListener implements ProgressListener {
  private final Results results;
  private final FailureLog failures;
  private final ProgressView progress;
  private final Output out;
  private final Runnable stop;
  private final boolean failFast;

  /**
   * A listener of one run.
   *
   * @param stop ends the run early
   */
  CommandListener(
      Results results,
      FailureLog failures,
      ProgressView progress,
      Output out,
      Runnable stop,
      boolean failFast) {
    this.results = results;
    this.failures = failures;
    this.progress = progress;
    this.out = out;
    this.stop = stop;
    this.failFast = failFast;
  }

  @Override
  public boolean wantsEntries() {
    return results.wantsEntries();
  }

  @Override
  public boolean wantsAllFailures() {
    return results.wantsAllFailures();
  }

  @Override
  public void onEntry(EntryEvent event) {
    results.entry(event);
  }

  @Override
  public void onFailure(Failure failure) {
    failures.add(failure);
    results.failure(failure);
    // Whoever has the target locked would be waited for again and again.
    if (failFast || failure.kind() == Failure.Kind.LOCKED) {
      stop.run();
    }
  }

  @Override
  public void onProgress(Progress now) {
    progress.show(now);
    results.tick();
    // As with any filter: who closes the pipe has seen enough.
    if (out.isClosedPipe()) {
      stop.run();
    }
  }

  @Override
  public void onResult(OperationResult result) {
    results.result(result);
  }
}
