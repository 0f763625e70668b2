package dev.haul;

/** Told of a run while it goes on; every call comes from the thread that called {@code run}. */
public interface ProgressListener {
  /** Wants nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /** Whether {@link #onEntry} shall be called; it costs time for each entry. */
  default boolean wantsEntries() {
    return false;
  }

  /**
   * Whether the results shall hold each failure. If not, they hold a thousand and, of each
   * operation, the first of each kind; all are told to {@link #onFailure}.
   */
  default boolean wantsAllFailures() {
    return true;
  }

  default void onEntry(EntryEvent event) {}

  default void onFailure(Failure failure) {}

  /** Called about ten times a second. */
  default void onProgress(Progress progress) {}

  default void onResult(OperationResult result) {}
}
