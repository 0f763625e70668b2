package dev.haul.fs;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One file's data on its way: an open source, a target that nobody else sees yet, and what is to be
 * done when the data is there.
 *
 * <p>A task begins it; the engine's mover calls {@link #moveData} (or moves the data in its own
 * way), then {@link #complete}; if anything fails, {@link #abort}. Exactly one of {@code complete}
 * and {@code abort} ends it.
 */
public interface FileTransfer {
  /** Up to so many bytes, one read and one write cost less than any other way. */
  int SHORT = 64 << 10;

  /** The source as it was when it was opened. */
  FileStat source();

  /**
   * Moves all the data if that takes hardly any reading: a file of {@link #SHORT} bytes at most, a
   * clone, a file with holes.
   *
   * @return whether it did; if not, nothing was moved yet
   */
  boolean moveIfShort(TransferMonitor monitor) throws IOException;

  /**
   * Opens both files for somebody who moves the data that {@link #moveIfShort} has left: from the
   * first byte to {@code source().size()}.
   *
   * @param executor where the channels read and write
   * @return null if that cannot be: where the file system has no such channels, or does not let the
   *     files be opened once more
   */
  @Nullable DataChannels openChannels(ExecutorService executor);

  /**
   * The data that {@link #moveIfShort} has left, for several threads at a time.
   *
   * @return null where one thread is to move it all, by {@link #moveData}: where a server may copy
   *     it without its passing through this machine, or nobody can read and write at a place
   */
  @Nullable DataRanges ranges();

  /**
   * To be told where the source ended if that was before its size.
   *
   * @throws SourceChangedException if it was longer when it was opened
   */
  void endedEarly() throws SourceChangedException;

  /**
   * Moves all the data, in the cheapest way both files allow.
   *
   * @param monitor told of the bytes as they arrive; may stop the transfer
   */
  void moveData(TransferMonitor monitor) throws IOException;

  /**
   * Checks that the source is what it was, sets the attributes, closes the target, compares it with
   * the source if that was asked for, and publishes the name: what may go wrong comes before
   * anything is replaced. If it throws, nothing of the target is left, and the transfer has ended.
   */
  void complete(Losses losses) throws IOException;

  /** Removes what was made and closes both files; never throws. */
  void abort();
}
