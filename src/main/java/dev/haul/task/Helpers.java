package dev.haul.task;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Threads that have nothing else to do. */
@FunctionalInterface
public interface Helpers {
  /** Where nobody ever has time. */
  Helpers NONE = _ -> null;

  /**
   * Has a thread help the caller.
   *
   * @return ends as the help does; null when all threads have work of their own
   */
  @Nullable CompletableFuture<Void> ask(Help help);

  /** What a helper does. */
  @FunctionalInterface
  interface Help {
    /**
     * Runs in the helper's thread.
     *
     * @param hasTime whether to go on: work of its own comes first
     */
    void run(BooleanSupplier hasTime) throws IOException;
  }
}
