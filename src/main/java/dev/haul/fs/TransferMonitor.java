package dev.haul.fs;

import java.io.IOException;

/** Sees data pass; called a few times a file, from the thread that moves it. */
@FunctionalInterface
public interface TransferMonitor {
  /**
   * Data has arrived.
   *
   * @param bytes arrived since the last call
   * @throws IOException to stop the transfer
   */
  void moved(long bytes) throws IOException;
}
