package dev.haul.fs;

import java.io.Closeable;
import java.io.IOException;

/** A regular file open for reading. */
public interface SourceFile extends Closeable {
  /** The file as it was when it was opened. */
  FileStat stat();

  /**
   * Makes the target of a copy and ties it to this file. The transfer owns both from then on; when
   * this throws, this file is still the caller's and no target is left.
   */
  FileTransfer transferTo(Directory target, Publication publication, TransferOptions options)
      throws IOException;

  /**
   * Whether the file that {@code name} in {@code directory} is now has the same bytes; both are
   * read from their beginning.
   */
  boolean hasSameContent(Directory directory, Name name) throws IOException;

  /**
   * Whether that file can be a copy of this one that was not ended, or whose data a power cut has
   * taken: it is no longer, and each of its bytes is this file's, or zero.
   */
  boolean isTornIn(Directory directory, Name name) throws IOException;

  @Override
  void close() throws IOException;
}
