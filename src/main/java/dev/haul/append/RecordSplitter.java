package dev.haul.append;

import dev.haul.RecordFormat;
import dev.haul.RecordFormat.Kind;
import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds the whole records in what is read from a source: as many as are there, so that they can be
 * added in one step. For one thread at a time, which reads into {@link #room}, tells by {@link
 * #arrived} how much that was, and adds the {@link #records}.
 *
 * <p>Where the last record ends is looked for from the end: what is before it need not be looked
 * at.
 */
public final class RecordSplitter {
  /** Read at once, if a record is not longer. */
  static final int USUAL = 1 << 20;

  private static final int SMALLEST = 4 << 10;

  /** As large as a record can be, and one byte, by which it is seen to be too large. */
  private static final int LARGEST = TargetFile.largest() + 1;

  /** Where the first byte is, at most: it lies in its page as it will in the target's. */
  private static final int LATEST_START = PageBuffer.PAGE;

  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

  private final RecordFormat format;
  private final int usual;
  private ByteBuffer bytes = NONE;

  /** Where the first byte is that was not added. */
  private int start;

  /** Where the whole records end. */
  private int whole;

  /** Up to where it is known that no record ends. */
  private int searched;

  /**
   * @param expected how much there is to read, in bytes, if that is known; else 0
   */
  public RecordSplitter(RecordFormat format, long expected) {
    this.format = format;
    int most = format.kind() == Kind.WHOLE ? LARGEST : USUAL;
    this.usual = expected == 0 ? USUAL : Math.clamp(expected + 1, SMALLEST, most);
  }

  /** Has it begin with this memory, as long as that is large enough. */
  void use(ByteBuffer memory) {
    bytes = memory.clear();
  }

  /**
   * Where the next bytes of the source go: at least one fits. Whoever reads may set its limit.
   *
   * @throws IOException if a record is larger than any that could be added
   */
  public ByteBuffer room() throws IOException {
    bytes.limit(Math.min(bytes.capacity(), start + LARGEST));
    if (!bytes.hasRemaining()) {
      grow();
    }
    return bytes;
  }

  private void grow() throws IOException {
    int have = bytes.position() - start;
    if (have >= LARGEST) {
      throw new IOException(
          "a record of more than "
              + TargetFile.largest()
              + " bytes cannot be added in one step"
              + (format.kind() == Kind.LINE ? "" : " (records are lines with --record=line)"));
    }
    int larger = (int) Math.min(LARGEST, Math.max(usual, have * 2L));
    try {
      ByteBuffer room = PageBuffer.allocate(LATEST_START + larger);
      bytes = room.position(start).put(bytes.flip().position(start));
    } catch (OutOfMemoryError e) {
      throw new IOException("there is no memory for a record: " + larger + " bytes are needed", e);
    }
  }

  /** The room was filled up to its position. */
  public void arrived() {
    whole = endOfLast();
    searched = bytes.position();
  }

  private int endOfLast() {
    return switch (format.kind()) {
      case LINE -> endOfLast((byte) '\n');
      case NUL -> endOfLast((byte) 0);
      case WHOLE -> start;
      case FIXED -> bytes.position() - (bytes.position() - start) % format.size();
    };
  }

  private int endOfLast(byte end) {
    for (int i = bytes.position() - 1; i >= searched; i--) {
      if (bytes.get(i) == end) {
        return i + 1;
      }
    }
    return start;
  }

  /**
   * There is no more, and all records were added: what is left is the last one.
   *
   * @throws IOException if it is only a part of one
   */
  public void ended() throws IOException {
    int left = bytes.position() - start;
    if (left == 0) {
      return;
    }
    switch (format.kind()) {
      case LINE -> room().put((byte) '\n');
      case NUL -> room().put((byte) 0);
      case WHOLE -> {}
      case FIXED ->
          throw new IOException(
              "ends in the middle of a record: after "
                  + left
                  + " of its "
                  + format.size()
                  + " bytes");
    }
    whole = bytes.position();
  }

  /** The records that are whole and have not been added yet; empty if there are none. */
  public ByteBuffer records() {
    return bytes.duplicate().limit(whole).position(start);
  }

  /** Where the records are. */
  ByteBuffer memory() {
    return bytes;
  }

  /**
   * The records are somebody else's from now on; what is behind them goes to other memory.
   *
   * @param offset where in the target it will probably be, in bytes
   */
  void goOnIn(ByteBuffer memory, long offset) {
    int length = bytes.position() - whole;
    int at = Math.floorMod(offset, PageBuffer.PAGE);
    ByteBuffer next =
        at + length < memory.capacity()
            ? memory
            : PageBuffer.allocate(LATEST_START + bytes.capacity());
    next.clear().put(at, bytes, whole, length).position(at + length);
    bytes = next;
    start = at;
    whole = at;
    searched = at + length;
  }

  /**
   * They have been added; what is behind them stays in the same memory, if it can.
   *
   * @param offset where in the target it will probably be, in bytes
   */
  void added(long offset) {
    goOnIn(bytes, offset);
  }
}
