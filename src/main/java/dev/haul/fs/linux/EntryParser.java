package dev.haul.fs.linux;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@code getdents64} fills: records of inode, next offset, length, type, name. */
final class EntryParser {
  /** Bytes asked for at once. */
  static final int BATCH_SIZE = Scratch.DATA_SIZE;

  /** Room for one entry at least. */
  static final int FEW_SIZE = 512;

  /** From so many on they are put in order. */
  private static final int MANY = 256;

  private static final int INODE = 0;
  private static final int OFFSET = 8;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  /** How many bits of a long say which entry it is of; the others are its inode. */
  private static final int INDEX_BITS = 20;

  private byte[] records = {};
  private int[] offsets = {};
  private int count;
  private long next = EntryBatch.START;

  /** Adds the entries of the first bytes of a buffer to those it has. */
  void parse(ByteBuffer buffer, int length) {
    int at = records.length;
    records = Arrays.copyOf(records, at + length);
    buffer.get(0, records, at, length);
    ByteBuffer fields = fields();
    while (at < records.length) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count + MANY);
      }
      offsets[count++] = at;
      next = fields.getLong(at + OFFSET);
      at += fields.getShort(at + LENGTH) & 0xFFFF;
    }
  }

  private ByteBuffer fields() {
    return ByteBuffer.wrap(records).order(ByteOrder.nativeOrder());
  }

  /** How many entries it has, with {@code .} and {@code ..}. */
  int count() {
    return count;
  }

  List<DirectoryEntry> entries() {
    sort();
    List<DirectoryEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] name = name(offsets[i] + NAME);
      if (Name.isPlain(name)) {
        entries.add(new DirectoryEntry(Name.of(name), type(records[offsets[i] + TYPE])));
      }
    }
    return entries;
  }

  // Hashes are the order of many file systems, and would jump about in the table of inodes.
  private void sort() {
    if (count < MANY || count >> INDEX_BITS != 0) {
      return;
    }
    ByteBuffer fields = fields();
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      long inode = fields.getLong(offsets[i] + INODE);
      if (inode >>> (Long.SIZE - 1 - INDEX_BITS) != 0) {
        return; // made up by its file system: no place in a table
      }
      order[i] = inode << INDEX_BITS | i;
    }
    Arrays.sort(order);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = offsets[(int) order[i] & ((1 << INDEX_BITS) - 1)];
    }
    offsets = sorted;
  }

  /** The offset behind the last record. */
  long next() {
    return next;
  }

  private byte[] name(int from) {
    int end = from;
    while (records[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(records, from, end);
  }

  // DT_* is the type's bits of a mode, shifted.
  private static FileType type(byte dirent) {
    return Stat.type(dirent << 12);
  }
}
