package dev.haul.append;

import dev.haul.append.Recovery.Outcome;
import dev.haul.fs.AppendFile;
import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The end of a file where a writer was killed, and what that writer was about to append. */
final class Tail {
  private final AppendFile file;
  private final Intent intent;

  Tail(AppendFile file, Intent intent) {
    this.file = file;
    this.intent = intent;
  }

  /** Cuts off what is proven to be the beginning of the writer's batch and nothing else. */
  Recovery recover() throws IOException {
    if (!intent.isValid()) {
      return Recovery.NOTHING;
    }
    long offset = intent.offset();
    long size = file.size();
    if (size <= offset) {
      return Recovery.NOTHING;
    }
    long end = Math.min(size, offset + intent.length());
    long proven = file.canRead() ? proven(offset, end) : 0;
    if (proven == intent.length()) {
      return new Recovery(Outcome.WHOLE, offset, proven);
    }
    boolean cut = offset + proven == size && isCut(offset, size);
    return new Recovery(cut ? Outcome.CUT : Outcome.LEFT, offset, proven);
  }

  // Others may append while the proof is read. Between this look and the cut nothing is done: no
  // call cuts a file on condition that it has not grown.
  private boolean isCut(long offset, long provenSize) {
    try {
      if (file.size() != provenSize) {
        return false;
      }
      file.truncate(offset);
      return true;
    } catch (IOException e) {
      return false; // as of a file that may only grow
    }
  }

  /**
   * How many of the bytes from {@code offset} to {@code end} are the writer's, whole pieces only.
   */
  private long proven(long offset, long end) throws IOException {
    ByteBuffer piece = PageBuffer.allocate(Checksums.PAGE);
    long batchEnd = offset + intent.length();
    long at = offset;
    for (int number = 0; at < end; number++) {
      int length = (int) Math.min(Checksums.toEdge(at), batchEnd - at);
      if (at + length > end) {
        break;
      }
      piece.clear().limit(length);
      file.read(piece, at);
      if (!intent.matches(number, piece.flip())) {
        break;
      }
      at += length;
    }
    return at - offset;
  }
}
