package dev.haul.fs.linux;

import dev.haul.fs.DataRanges;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A thread's own native memory for the arguments and results of system calls. What it holds is good
 * until the next call that uses the same part of it.
 */
final class Scratch {
  /** Bytes moved by one read and one write. */
  static final int DATA_SIZE = DataRanges.SHARED;

  /** The largest value and the largest list of names that the kernel allows. */
  static final int XATTR_SIZE = 64 << 10;

  private static final int NAME_SIZE = 4096 + 8;
  private static final int SMALL_SIZE = 512;
  private static final int SYMBOL_SIZE = 64;

  /** The kernel copies faster between what lies alike in its pages. */
  private static final int PAGE = 4096;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** An empty string; nobody writes to it. */
  private static final long EMPTY = Arena.global().allocate(1).address();

  /**
   * Those asked for last, by the thread's number. A thread's local variable costs several calls
   * into the JVM to find, and is needed for each system call. A number is never given twice, so
   * that what a dead thread has left here is nobody's.
   */
  private static final Scratch[] RECENT = new Scratch[16];

  private final long thread = Thread.currentThread().threadId();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment errno = arena.allocate(Native.ERRNO);
  private final ByteBuffer errnoBuffer = buffer(errno);
  private final Block first = new Block(NAME_SIZE);
  private final Block second = new Block(NAME_SIZE);
  private final Block third = new Block(NAME_SIZE);
  private final Block small = new Block(SMALL_SIZE);
  private final Block symbol = new Block(SYMBOL_SIZE);
  private @Nullable Block data;
  private @Nullable Block xattrNames;

  private Scratch() {}

  static Scratch get() {
    long thread = Thread.currentThread().threadId();
    int place = (int) thread & (RECENT.length - 1);
    Scratch recent = RECENT[place];
    if (recent != null && recent.thread == thread) {
      return recent;
    }
    Scratch own = OF_THREAD.get();
    RECENT[place] = own;
    return own;
  }

  MemorySegment errnoSegment() {
    return errno;
  }

  int errno() {
    return errnoBuffer.getInt((int) Native.ERRNO_OFFSET);
  }

  /** Puts a string into the first name's place, NUL-terminated, and returns its address. */
  long first(byte[] string) {
    return first.store(string);
  }

  long second(byte[] string) {
    return second.store(string);
  }

  /** For the name of a function, which is looked up when its arguments are stored already. */
  long symbol(byte[] string) {
    return symbol.store(string);
  }

  /** The address of an empty string, as calls take it that are about the descriptor itself. */
  static long empty() {
    return EMPTY;
  }

  /** The same of two strings in one. */
  long second(byte[] string, byte[] rest) {
    return second.store(string, rest);
  }

  long third(byte[] string, byte[] rest) {
    return third.store(string, rest);
  }

  /** For what is no larger than a {@code struct statx}. */
  Block small() {
    return small;
  }

  /** For file data, directory entries and the values of extended attributes. */
  Block data() {
    Block block = data;
    if (block == null) {
      block = new Block(DATA_SIZE);
      data = block;
    }
    return block;
  }

  /** For the names of extended attributes while their values pass through {@link #data}. */
  Block xattrNames() {
    Block block = xattrNames;
    if (block == null) {
      block = new Block(XATTR_SIZE);
      xattrNames = block;
    }
    return block;
  }

  private static ByteBuffer buffer(MemorySegment segment) {
    return segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** A piece of native memory: its address for C, its buffer for Java. */
  final class Block {
    final long address;
    final ByteBuffer buffer;

    private Block(int size) {
      MemorySegment segment = arena.allocate(size, Math.min(size, PAGE));
      this.address = segment.address();
      this.buffer = buffer(segment);
    }

    private long store(byte[] string) {
      checkFits(string.length);
      buffer.put(0, string).put(string.length, (byte) 0);
      return address;
    }

    private long store(byte[] string, byte[] rest) {
      int length = string.length + rest.length;
      checkFits(length);
      buffer.put(0, string).put(string.length, rest).put(length, (byte) 0);
      return address;
    }

    private void checkFits(int length) {
      if (length >= buffer.capacity()) {
        throw new IllegalArgumentException("longer than any path: " + length + " bytes");
      }
    }

    byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      buffer.get(0, bytes);
      return bytes;
    }
  }
}
