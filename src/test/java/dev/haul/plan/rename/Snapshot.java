package dev.haul.plan.rename;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which file every path of a tree leads to. */
final class Snapshot {
  private Snapshot() {}

  static Map<String, Object> of(Path root) throws IOException {
    Map<String, Object> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        files.put(
            root.relativize(path).toString(),
            Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
      }
    }
    return files;
  }
}
