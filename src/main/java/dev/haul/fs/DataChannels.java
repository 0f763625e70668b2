package dev.haul.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.util.function.UnaryOperator;

/**
 * The two files of a transfer, open once more for reading and writing beside other work.
 *
 * <p>Closing them does not end the transfer.
 *
 * @param leavesHoles whether nothing but zeros may be left out of the target, to become a hole
 * @param naming turns what a channel throws into an exception that names both files
 */
public record DataChannels(
    AsynchronousFileChannel source,
    AsynchronousFileChannel target,
    boolean leavesHoles,
    UnaryOperator<IOException> naming)
    implements Closeable {

  /** Opens one channel. */
  @FunctionalInterface
  public interface Opener {
    AsynchronousFileChannel open() throws IOException;
  }

  /** Opens both; when the second cannot be opened, the first is closed. */
  public static DataChannels open(
      Opener source, Opener target, boolean leavesHoles, UnaryOperator<IOException> naming)
      throws IOException {
    AsynchronousFileChannel from = source.open();
    try {
      return new DataChannels(from, target.open(), leavesHoles, naming);
    } catch (IOException | RuntimeException e) {
      from.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (source) {
      target.close();
    }
  }
}
