package dev.haul.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a file has data and where nothing but holes, which the JDK has no words for. */
final class Holes {
  private static final int READ_ONLY = 0;
  private static final int SEEK_END = 2;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SEEK =
      bind(
          "lseek",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Holes() {}

  private static MethodHandle bind(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /**
   * Each {@code from-to} that has data, and the size at last.
   *
   * @param grain of what size the units are that have data or have not
   */
  static List<String> dataOf(Path file, long grain) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(text(arena, file), READ_ONLY);
      if (descriptor < 0) {
        throw new IOException("cannot open " + file);
      }
      try {
        return data(descriptor, grain);
      } finally {
        int ignored = (int) CLOSE.invokeExact(descriptor);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> data(int descriptor, long grain) throws Throwable {
    long size = seek(descriptor, 0, SEEK_END);
    List<String> ranges = new ArrayList<>();
    long from = seek(descriptor, 0, SEEK_DATA);
    while (from >= 0) {
      long hole = seek(descriptor, from, SEEK_HOLE);
      long to = Math.min(size, Math.ceilDiv(hole, grain) * grain);
      ranges.add(from / grain * grain + "-" + to);
      from = seek(descriptor, to, SEEK_DATA);
    }
    ranges.add("size " + size);
    return ranges;
  }

  private static long seek(int descriptor, long offset, int whence) throws Throwable {
    return (long) SEEK.invokeExact(descriptor, offset, whence);
  }

  // A path's text has lost the bytes that are not UTF-8; its URI has them all.
  private static MemorySegment text(Arena arena, Path path) {
    String raw = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    bytes.write(0);
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes.toByteArray());
  }
}
