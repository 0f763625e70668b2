package dev.haul.fs;

import java.io.IOException;

/** The data of a transfer for several threads, each of which moves another range of it. */
@FunctionalInterface
public interface DataRanges {
  /** Bytes that one read and one write move best. */
  int BEST = 256 << 10;

  /**
   * Moves one range.
   *
   * @return bytes moved, fewer than {@code length} only where the source ended
   */
  int move(long from, int length) throws IOException;
}
