package dev.haul.append;

import dev.haul.RecordFormat;
import dev.haul.RecordFormat.Kind;
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

  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

  private final RecordFormat format;
  private final int usual;
  private ByteBuffer bytes = NONE;

  /** How many of the first bytes are whole records. */
  private int whole;

  /** How many of the first bytes are known to hold no end of a record. */
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
    bytes.limit(bytes.capacity());
    if (!bytes.hasRemaining()) {
      grow();
    }
    return bytes;
  }

  private void grow() throws IOException {
    if (bytes.capacity() >= LARGEST) {
      throw new IOException(
          "a record of more than "
              + TargetFile.largest()
              + " bytes cannot be added in one step (records are lines with --record=line)");
    }
    long larger = Math.min(LARGEST, Math.max(usual, bytes.capacity() * 2L));
    try {
      bytes = ByteBuffer.allocateDirect((int) larger).put(bytes.flip());
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
      case WHOLE -> 0;
      case FIXED -> bytes.position() / format.size() * format.size();
    };
  }

  private int endOfLast(byte end) {
    for (int i = bytes.position() - 1; i >= searched; i--) {
      if (bytes.get(i) == end) {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * There is no more, and all records were added: what is left is the last one.
   *
   * @throws IOException if it is only a part of one
   */
  public void ended() throws IOException {
    int left = bytes.position();
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
    return bytes.duplicate().position(0).limit(whole);
  }

  /** Where the records are. */
  ByteBuffer memory() {
    return bytes;
  }

  /** The records are somebody else's from now on; what is behind them goes to other memory. */
  void goOnIn(ByteBuffer memory) {
    ByteBuffer rest = bytes.duplicate().limit(bytes.position()).position(whole);
    boolean fits = rest.remaining() < memory.capacity();
    bytes = fits ? memory.clear() : ByteBuffer.allocateDirect(bytes.capacity());
    bytes.put(rest);
    whole = 0;
    searched = bytes.position();
  }

  /** They have been added. */
  public void added() {
    bytes.limit(bytes.position()).position(whole).compact();
    whole = 0;
    searched = bytes.position();
  }
}
