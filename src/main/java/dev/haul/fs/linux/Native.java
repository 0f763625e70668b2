package dev.haul.fs.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Calls C functions through one single handle: six longs to a long, the function's address first.
 *
 * <p>Linking a handle costs milliseconds at start-up, for each distinct signature again. Integers
 * and addresses pass as longs in the calling conventions of x86-64 and AArch64, so one signature
 * does for all.
 */
final class Native {
  /** What the handle stores {@code errno} in after each call. */
  static final StructLayout ERRNO = Linker.Option.captureStateLayout();

  static final long ERRNO_OFFSET = ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.captureCallState("errno"));

  private static final MemorySegment DLSYM =
      Linker.nativeLinker().defaultLookup().findOrThrow("dlsym");

  private Native() {}

  /**
   * The function of that name as the dynamic linker finds it first. The JDK's own look-ups ask one
   * library only and pass by whatever was preloaded in front of it.
   */
  static MemorySegment find(String name) {
    // Bytes, not a string: to put one into a segment, the JDK makes classes that no archive holds.
    Scratch scratch = Scratch.get();
    long symbol = scratch.symbol(name.getBytes(StandardCharsets.US_ASCII));
    long address = call(DLSYM, scratch, 0, symbol, 0, 0, 0, 0);
    if (address == 0) {
      throw new UnsatisfiedLinkError("no C function " + name);
    }
    return MemorySegment.ofAddress(address);
  }

  /** Where the next byte of a direct buffer lies. */
  static long addressOf(ByteBuffer direct) {
    return MemorySegment.ofBuffer(direct).address();
  }

  static long call(
      MemorySegment function, Scratch scratch, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, scratch.errnoSegment(), a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError("a C function threw", impossible);
    }
  }
}
