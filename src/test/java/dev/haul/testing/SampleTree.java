package dev.haul.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;

/** Small trees with something of everything that every file system can hold. */
public final class SampleTree {
  /** Files of {@link #make}, hard links not counted. */
  public static final int FILES = 3 * 7 + 2;

  private SampleTree() {}

  /** Directories three deep, sizes around the limits of buffers, links of both kinds. */
  public static Path make(Path root) throws IOException {
    Random random = new Random(1);
    int[] sizes = {0, 1, 4095, 4096, 100_000, (256 << 10) + 1, 700_000};
    for (String directory : new String[] {"a", "a/b", "a/b/c"}) {
      Path made = Files.createDirectories(root.resolve(directory));
      for (int size : sizes) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(made.resolve("f" + size), content);
      }
    }
    Files.writeString(root.resolve("ünïcode \n name"), "name");
    Path linked = Files.writeString(root.resolve("linked"), "one file");
    Files.createLink(root.resolve("a/b/second name"), linked);
    Files.createLink(root.resolve("a/third name"), linked);
    Files.createSymbolicLink(root.resolve("link"), Path.of("a/b"));
    Files.createSymbolicLink(root.resolve("a/dangling"), Path.of("no where"));
    Files.setPosixFilePermissions(
        root.resolve("a/f1"), PosixFilePermissions.fromString("r--r-----"));
    setTime(root.resolve("a/b/f4096"));
    setTime(root.resolve("a/b"));
    Files.setPosixFilePermissions(
        root.resolve("a/b/c"), PosixFilePermissions.fromString("r-xr-xr-x"));
    return root;
  }

  private static void setTime(Path path) throws IOException {
    Files.setLastModifiedTime(
        path, FileTime.from(Instant.ofEpochSecond(1_234_567_890, 123_456_789)));
  }
}
