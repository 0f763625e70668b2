package dev.haul.engine;

import dev.haul.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How much the results of one run hold of its failures, of which there may be millions. Guarded by
 * the scheduler's lock.
 */
final class FailureLimit {
  private static final int WHOLE = 1000;

  private final boolean all;
  private int held;

  /**
   * @param all whether those beyond the first are held at all
   */
  FailureLimit(boolean all) {
    this.all = all;
  }

  /** What is held of one more; null for nothing. */
  @Nullable Failure held(Failure failure, boolean firstOfItsKind) {
    if (held < WHOLE) {
      held++;
      return failure;
    }
    return all || firstOfItsKind ? failure.withoutCause() : null;
  }
}
