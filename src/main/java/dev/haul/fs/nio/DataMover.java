package dev.haul.fs.nio;

import dev.haul.Reflink;
import dev.haul.Sparse;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;

/** Moves one file's bytes through the thread's buffer, from the first to the last. */
final class DataMover {
  /**
   * The least run of zeros that becomes a hole when zeros are looked for because they were asked.
   */
  private static final int BLOCK = 4 << 10;

  /** The same when it may be a hole of the source, which cannot be seen. */
  private static final int LIKELY_HOLE = 64 << 10;

  private final NioSourceFile source;
  private final SeekableByteChannel target;
  private final String targetLabel;
  private final TransferOptions options;
  private final TransferMonitor monitor;
  private final int holeSize;

  /** Bytes moved, holes included. */
  private long end;

  /** Where the target's channel stands. */
  private long position;

  DataMover(
      NioSourceFile source,
      SeekableByteChannel target,
      Volume targetVolume,
      String targetLabel,
      TransferOptions options,
      TransferMonitor monitor) {
    this.source = source;
    this.target = target;
    this.targetLabel = targetLabel;
    this.options = options;
    this.monitor = monitor;
    this.holeSize = targetVolume.hasHoles() ? holeSize(options.sparse()) : 0;
  }

  /** Zero when all is to be written. */
  private static int holeSize(Sparse sparse) {
    return switch (sparse) {
      case ALWAYS -> BLOCK;
      case AUTO -> LIKELY_HOLE;
      case NEVER -> 0;
    };
  }

  void move() throws IOException {
    if (options.reflink() == Reflink.ALWAYS) {
      throw new FileSystemException(
          source.label(), targetLabel, "java.nio cannot share data between files");
    }
    long size = source.stat().size();
    source.channel().position(0);
    // A size of 0 may mean that the file does not know: it is read to its end.
    while (size == 0 || end < size) {
      int moved = moveBuffer(size == 0 ? Long.MAX_VALUE : size - end);
      if (moved == 0) {
        break;
      }
      monitor.moved(moved);
    }
    if (end < size) {
      throw new SourceChangedException(source.label());
    }
    endWithHole();
  }

  private int moveBuffer(long most) throws IOException {
    ByteBuffer data = Channels.buffer();
    data.limit((int) Math.min(data.capacity(), most));
    Errors.namingEffect(source.label(), null, () -> Channels.fill(data, source.channel()));
    int moved = data.remaining();
    Errors.namingEffect(source.label(), targetLabel, () -> write(data));
    return moved;
  }

  private void write(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      int zeros = run(data, true);
      data.position(data.position() + zeros);
      end += zeros;
      int length = run(data, false);
      if (length > 0) {
        writeAtEnd(data.slice(data.position(), length));
        data.position(data.position() + length);
      }
    }
  }

  /** How many bytes from the position on are in pieces that are, or are not, to become holes. */
  private int run(ByteBuffer data, boolean holes) {
    int at = data.position();
    while (at < data.limit() && isHole(data, at) == holes) {
      at = holeSize == 0 ? data.limit() : Math.min(at + holeSize, data.limit());
    }
    return at - data.position();
  }

  private boolean isHole(ByteBuffer data, int from) {
    if (holeSize == 0 || data.limit() - from < holeSize) {
      return false;
    }
    for (int at = from; at < from + holeSize; at += Long.BYTES) {
      if (data.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private void writeAtEnd(ByteBuffer data) throws IOException {
    if (position != end) {
      target.position(end);
    }
    end += data.remaining();
    position = end;
    while (data.hasRemaining()) {
      target.write(data);
    }
  }

  // A file ends where something was written last.
  private void endWithHole() throws IOException {
    if (position < end) {
      end--;
      Errors.namingEffect(
          source.label(), targetLabel, () -> writeAtEnd(ByteBuffer.wrap(new byte[1])));
    }
  }
}
