package dev.haul.fs.linux;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads what {@code getdents64} fills: records of inode, next offset, length, type, name. */
final class EntryParser {
  /** Bytes asked for at once. */
  static final int BATCH_SIZE = Scratch.DATA_SIZE;

  /** From so many on they are put in order. */
  private static final int MANY = 256;

  private static final int INODE = 0;
  private static final int OFFSET = 8;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private record Found(long inode, DirectoryEntry entry) {}

  private final byte[] records;
  private final ByteBuffer fields;
  private long next = EntryBatch.START;

  EntryParser(byte[] records) {
    this.records = records;
    this.fields = ByteBuffer.wrap(records).order(ByteOrder.nativeOrder());
  }

  List<DirectoryEntry> parse() {
    List<Found> found = new ArrayList<>(records.length / 32);
    int at = 0;
    while (at < records.length) {
      byte[] name = name(at + NAME);
      if (Name.isPlain(name)) {
        DirectoryEntry entry = new DirectoryEntry(Name.of(name), type(records[at + TYPE]));
        found.add(new Found(fields.getLong(at + INODE), entry));
      }
      next = fields.getLong(at + OFFSET);
      at += fields.getShort(at + LENGTH) & 0xFFFF;
    }
    if (found.size() >= MANY) {
      // Hashes are the order of many file systems, and would jump about in the table of inodes.
      found.sort(Comparator.comparingLong(Found::inode));
    }
    List<DirectoryEntry> entries = new ArrayList<>(found.size());
    for (Found each : found) {
      entries.add(each.entry());
    }
    return entries;
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
