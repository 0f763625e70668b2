package dev.haul.fs;

import java.io.IOException;

/** The data of a transfer for several threads, each of which moves another range of it. */
@FunctionalInterface
public interface DataRanges {
  /** Up to so many bytes are read and written, so that one thread reads while another writes. */
  int SHARED = 256 << 10;

  /**
   * Moves one range: one of {@link #SHARED} bytes at most as it suits threads that share a file, a
   * longer one as it suits a thread that is alone.
   *
   * @return bytes moved, fewer than {@code length} only where a source ends that never knew its
   *     size
   * @throws SourceChangedException if the source was longer when it was opened
   */
  long move(long from, long length) throws IOException;
}
