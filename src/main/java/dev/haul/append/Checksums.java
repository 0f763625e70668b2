package dev.haul.append;

import dev.haul.fs.PageBuffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One CRC32C for each piece of a batch that lies in one page of the file: a write that is cut short
 * by a kill ends at the edge of a page.
 */
final class Checksums {
  /** Bytes of the file's page cache that are written in one go, at least. */
  static final int PAGE = PageBuffer.PAGE;

  private final int alignment;
  private final int[] values;

  private Checksums(int alignment, int[] values) {
    this.alignment = alignment;
    this.values = values;
  }

  /** Of the remaining bytes of {@code batch}, if they are written at {@code offset}. */
  static Checksums of(ByteBuffer batch, long offset) {
    int[] values = new int[count(offset, batch.remaining())];
    CRC32C crc = new CRC32C();
    ByteBuffer view = batch.duplicate();
    int end = batch.limit();
    long at = offset;
    for (int i = 0; i < values.length; i++) {
      int length = Math.min(end - view.position(), toEdge(at));
      crc.reset();
      crc.update(view.limit(view.position() + length));
      values[i] = (int) crc.getValue();
      at += length;
    }
    return new Checksums((int) (offset % PAGE), values);
  }

  /** How many pieces there are of {@code length} bytes at {@code offset}. */
  static int count(long offset, long length) {
    return (int) ((offset + length - 1) / PAGE - offset / PAGE + 1);
  }

  /** How many bytes the piece has that begins at {@code offset} in the file. */
  static int toEdge(long offset) {
    return (int) (PAGE - offset % PAGE);
  }

  /** Whether they are those of the batch if it is written at {@code offset}. */
  boolean suit(long offset) {
    return offset % PAGE == alignment;
  }

  int[] values() {
    return values;
  }
}
