package dev.haul.fs.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mode bits that this process does not give to what it makes. */
final class Umask {
  private static final String LINE = "Umask:\t";

  static final int BITS = read();

  private Umask() {}

  // umask(2) cannot be called from Java; Linux shows the value, elsewhere the usual one must do.
  private static int read() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToInt(line -> Integer.parseInt(line.substring(LINE.length()), 8))
          .findFirst()
          .orElse(0022);
    } catch (IOException e) {
      return 0022;
    }
  }
}
