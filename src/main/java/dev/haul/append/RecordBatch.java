package dev.haul.append;

import java.util.Arrays;

/** Records that are appended together, one after the other with nothing between. For one thread. */
public final class RecordBatch {
  private static final int FIRST_CAPACITY = 4096;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;
  private int records;

  public RecordBatch add(byte[] record) {
    return add(record, 0, record.length);
  }

  public RecordBatch add(byte[] source, int from, int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
    }
    System.arraycopy(source, from, bytes, length, count);
    length += count;
    records++;
    return this;
  }

  public int records() {
    return records;
  }

  /** The size of all records together, in bytes. */
  public int size() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }
}
