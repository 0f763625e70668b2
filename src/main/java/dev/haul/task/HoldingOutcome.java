package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import java.io.IOException;

/** Keeps both directories of a file open until its transfer has ended. */
record HoldingOutcome(Lease from, Lease to, Mover.Outcome entry) implements Mover.Outcome {
  @Override
  public void completed() {
    try (from;
        to) {
      entry.completed();
    }
  }

  @Override
  public void failed(IOException error) {
    try (from;
        to) {
      entry.failed(error);
    }
  }
}
