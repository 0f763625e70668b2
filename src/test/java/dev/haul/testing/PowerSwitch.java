package dev.haul.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Shuts a file system down as a power cut does: what is only in memory is lost. */
final class PowerSwitch {
  /** Of ext4 and of xfs alike: {@code _IOR('X', 125, __u32)}. */
  private static final long SHUTDOWN = 0x8004587DL;

  private static final int WITHOUT_FLUSHING_THE_LOG = 2;
  private static final int DIRECTORY = 0x10000;

  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle IOCTL =
      bind(
          "ioctl",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private PowerSwitch() {}

  private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  static void cut(Path root) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSHING_THE_LOG);
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(root.toString()), DIRECTORY);
      int result = (int) IOCTL.invokeExact(descriptor, SHUTDOWN, how);
      int ignored = (int) CLOSE.invokeExact(descriptor);
      if (result != 0) {
        throw new IOException("cannot shut down " + root);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
