package dev.haul;

/** Told of a run while it goes on; every call comes from the thread that called {@code run}. */
public interface ProgressListener {
  /** Wants nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /** Whether {@link #onEntry} shall be called; it costs time for each entry. */
  default boolean wantsEntries() {
    return false;
  }

  default void onEntry(EntryEvent event) {}

  default void onFailure(Failure failure) {}

  /** Called about ten times a second. */
  default void onProgress(Progress progress) {}

  default void onResult(OperationResult result) {}
}
