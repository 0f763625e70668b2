package dev.haul.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small tree with something of everything, and the tree it is copied over. */
final class FaultTree {
  private static final FileTime OLD = FileTime.from(Instant.ofEpochSecond(1_000_000_000));

  private FaultTree() {}

  static void makeSource(Path root) throws IOException {
    Random random = new Random(7);
    Files.createDirectories(root.resolve("sub/deep"));
    write(random, root.resolve("empty"), 0);
    write(random, root.resolve("small"), 5_000);
    write(random, root.resolve("large"), 600_000);
    write(random, root.resolve("sub/medium"), 100_000);
    write(random, root.resolve("sub/inner"), 9);
    write(random, root.resolve("sub/deep/readonly"), 4096);
    try (RandomAccessFile holes = new RandomAccessFile(root.resolve("holes").toFile(), "rw")) {
      holes.setLength(1 << 20);
      holes.seek(300_000);
      holes.write("in the middle".getBytes(StandardCharsets.US_ASCII));
    }
    Files.createLink(root.resolve("sub/second name"), root.resolve("small"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("sub/inner"));
    setMode(root.resolve("sub/deep/readonly"), "r--r-----");
    setMode(root.resolve("sub/inner"), "rw-rw-rw-");
    setMode(root.resolve("sub"), "rwxr-x---");
    if (System.getProperty("user.name").equals("root")) {
      Files.setAttribute(root.resolve("sub/inner"), "unix:uid", 12345);
      Files.setAttribute(root.resolve("link"), "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
    }
    Files.setLastModifiedTime(root.resolve("large"), OLD);
  }

  /** One so large that threads share it. */
  static void addHuge(Path root) throws IOException {
    write(new Random(8), root.resolve("huge"), (8 << 20) + 5);
  }

  /** What was there before: the same names, files with other content, an older link. */
  static void makeOld(Path source, Path target) throws IOException {
    for (Path each : entries(source).values()) {
      Path old = target.resolve(source.relativize(each).toString());
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(old);
      } else if (Files.isSymbolicLink(each)) {
        Files.createSymbolicLink(old, Path.of("old"));
      } else {
        Files.write(old, oldContent(old));
      }
    }
  }

  static byte[] oldContent(Path file) {
    byte[] content = new byte[1000];
    Arrays.fill(content, (byte) file.getFileName().toString().charAt(0));
    return content;
  }

  static SortedMap<String, Path> entries(Path root) throws IOException {
    SortedMap<String, Path> entries = new TreeMap<>();
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> walk = Files.walk(root)) {
        walk.forEach(path -> entries.put(root.relativize(path).toString(), path));
      }
    }
    return entries;
  }

  /** Whether what is at {@code path} is the file or the link at {@code like}, whole. */
  static boolean isSame(Path path, Path like) throws IOException {
    if (Files.isSymbolicLink(path) || Files.isSymbolicLink(like)) {
      return Files.isSymbolicLink(path)
          && Files.isSymbolicLink(like)
          && Files.readSymbolicLink(path).equals(Files.readSymbolicLink(like));
    }
    return Files.isRegularFile(path) && Files.mismatch(path, like) < 0;
  }

  static boolean isOld(Path path) throws IOException {
    return Files.isSymbolicLink(path)
        ? Files.readSymbolicLink(path).equals(Path.of("old"))
        : Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), oldContent(path));
  }

  static List<String> temporaries(Path root) throws IOException {
    return entries(root).keySet().stream().filter(name -> name.contains(".haul-")).toList();
  }

  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void write(Random random, Path file, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.write(file, content);
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
