package dev.haul.fs;

import java.io.IOException;

/**
 * One file's data on its way: an open source, a target that nobody else sees yet, and what is to be
 * done when the data is there.
 *
 * <p>A task begins it; the engine's mover calls {@link #moveData} (or moves the data in its own
 * way), then {@link #complete}; if anything fails, {@link #abort}. Exactly one of {@code complete}
 * and {@code abort} ends it.
 */
public interface FileTransfer {
  /** The source as it was when it was opened. */
  FileStat source();

  /**
   * Moves all the data, in the cheapest way both files allow.
   *
   * @param monitor told of the bytes as they arrive; may stop the transfer
   */
  void moveData(TransferMonitor monitor) throws IOException;

  /**
   * Checks that the source is what it was, sets the attributes, publishes the name and closes both
   * files. If it throws, nothing of the target is left, and the transfer has ended.
   */
  void complete(Losses losses) throws IOException;

  /** Removes what was made and closes both files; never throws. */
  void abort();
}
