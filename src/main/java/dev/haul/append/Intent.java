package dev.haul.append;

import dev.haul.fs.FileIdentity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What a writer is about to append, in the memory of an {@link IntentFile}. Only to be used by
 * whoever has the file locked.
 *
 * <p>Of the data it holds only {@link Checksums}.
 */
final class Intent {
  static final int SIZE = 64 << 10;

  private static final int ACTIVE = 0;

  /** A word that it leaves to {@link IntentFile}. */
  static final int UNUSED = 4;

  private static final int CHECKSUM = 8;
  private static final int BODY = 16;
  private static final int BOOT = 16;
  private static final int FILE = 32;
  private static final int OFFSET = 56;
  private static final int LENGTH = 64;
  private static final int PIECES = 72;

  /** The largest batch, wherever in a page it begins. */
  static final int LARGEST = ((SIZE - PIECES) / Integer.BYTES - 1) * Checksums.PAGE;

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;
  private final Owner owner;
  private final CRC32C crc = new CRC32C();

  /**
   * Whose it is.
   *
   * @param boot what tells one run of the kernel from another, in two halves
   * @param generation see {@link dev.haul.fs.AppendFile#generation}
   */
  record Owner(long boot, long bootRest, FileIdentity file, long generation) {
    private void write(ByteBuffer memory) {
      memory.putLong(BOOT, boot).putLong(BOOT + 8, bootRest);
      memory.putLong(FILE, file.device()).putLong(FILE + 8, file.inode());
      memory.putLong(FILE + 16, generation);
    }

    private boolean isIn(ByteBuffer memory) {
      return memory.getLong(BOOT) == boot
          && memory.getLong(BOOT + 8) == bootRest
          && memory.getLong(FILE) == file.device()
          && memory.getLong(FILE + 8) == file.inode()
          && memory.getLong(FILE + 16) == generation;
    }
  }

  /**
   * @param memory of {@link #SIZE}
   */
  Intent(ByteBuffer memory, Owner owner) {
    this.memory = memory.order(ByteOrder.nativeOrder());
    this.owner = owner;
  }

  /** Whether a writer has not come to the end of what it was about to append. */
  boolean isActive() {
    return (int) INT.getAcquire(memory, ACTIVE) != 0;
  }

  /**
   * A batch is about to be written.
   *
   * @param offset where, in bytes
   * @param checksums of it, if it is written there
   */
  void set(long offset, int length, Checksums checksums) {
    owner.write(memory);
    memory.putLong(OFFSET, offset).putLong(LENGTH, length);
    int at = PIECES;
    for (int value : checksums.values()) {
      memory.putInt(at, value);
      at += Integer.BYTES;
    }
    memory.putInt(CHECKSUM, checksum(memory, BODY, at - BODY));
    INT.setRelease(memory, ACTIVE, 1);
  }

  void clear() {
    INT.setRelease(memory, ACTIVE, 0);
  }

  /** Whether it is whole, and about this very file. */
  boolean isValid() {
    long length = length();
    if (!owner.isIn(memory) || offset() < 0 || length <= 0 || length > LARGEST) {
      return false;
    }
    int body = PIECES - BODY + Integer.BYTES * Checksums.count(offset(), length);
    return memory.getInt(CHECKSUM) == checksum(memory, BODY, body);
  }

  long offset() {
    return memory.getLong(OFFSET);
  }

  long length() {
    return memory.getLong(LENGTH);
  }

  /** Whether {@code piece} is what was to be written as the {@code number}th. */
  boolean matches(int number, ByteBuffer piece) {
    return memory.getInt(PIECES + Integer.BYTES * number)
        == checksum(piece, piece.position(), piece.remaining());
  }

  private int checksum(ByteBuffer bytes, int from, int length) {
    crc.reset();
    crc.update(bytes.duplicate().limit(from + length).position(from));
    return (int) crc.getValue();
  }
}
