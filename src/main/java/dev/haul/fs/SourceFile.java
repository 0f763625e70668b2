package dev.haul.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A regular file open for reading. */
public interface SourceFile extends Closeable {
  /** The file as it was when it was opened. */
  FileStat stat();

  /** The id of the mount it was reached by, as {@link Directory#mount}. */
  long mount();

  /**
   * Makes the target of a copy and ties it to this file. The transfer owns both from then on; when
   * this throws, this file is still the caller's and no target is left.
   */
  FileTransfer transferTo(Directory target, Publication publication, TransferOptions options)
      throws IOException;

  /**
   * Reads into the room of {@code bytes}, from {@code offset} on.
   *
   * @param bytes direct; its position moves on by what was read
   * @return how many bytes, or -1 if the file ends there
   */
  int read(ByteBuffer bytes, long offset) throws IOException;

  /**
   * Opens the file for somebody who reads it that way.
   *
   * @param executor where the channel reads
   * @return null if that cannot be: where the file system has no such channels, or does not let the
   *     file be opened once more
   */
  @Nullable AsynchronousFileChannel openChannel(ExecutorService executor);

  /**
   * Whether the file that {@code name} in {@code directory} is now has the same bytes; both are
   * read from their beginning.
   */
  boolean hasSameContent(Directory directory, Name name) throws IOException;

  /** Makes durable what the file is, by whomever it was written. */
  void sync() throws IOException;

  /**
   * Whether that file can be a copy of this one that was not ended, or whose data a power cut has
   * taken: it is no longer, and each of its bytes is this file's, or zero.
   */
  boolean isTornIn(Directory directory, Name name) throws IOException;

  @Override
  void close() throws IOException;
}
