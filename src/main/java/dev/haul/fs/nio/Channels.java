package dev.haul.fs.nio;

import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Opening, reading and syncing files. */
final class Channels {
  private static final int BUFFER_SIZE = 256 << 10;
  private static final String PRIVATE_FILE = "rw-------";
  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> PageBuffer.allocate(BUFFER_SIZE));

  private Channels() {}

  /** The thread's own buffer, empty. */
  static ByteBuffer buffer() {
    return BUFFER.get().clear();
  }

  static SeekableByteChannel openForReading(Path path) throws IOException {
    try {
      return Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      // An archive without links knows no such option.
      return Files.newByteChannel(path, StandardOpenOption.READ);
    }
  }

  /** Makes a file that did not exist, private where there are modes. */
  static SeekableByteChannel create(Path path, Volume volume) throws IOException {
    return Files.newByteChannel(
        path,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        volume.privately(PRIVATE_FILE));
  }

  /** Opens a file once more, for one of both, beside other work. */
  static AsynchronousFileChannel open(Path path, OpenOption use, ExecutorService executor)
      throws IOException {
    return AsynchronousFileChannel.open(path, Set.of(use, LinkOption.NOFOLLOW_LINKS), executor);
  }

  /**
   * Fills the buffer up to its limit, or as far as the file goes, and makes it ready to be read.
   */
  static void fill(ByteBuffer buffer, SeekableByteChannel from) throws IOException {
    while (buffer.hasRemaining() && from.read(buffer) > 0) {
      // read on: a short read is not the end
    }
    buffer.flip();
  }

  /** Makes durable what {@code path} is now, attributes included. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      channel.force(true);
    }
  }
}
