package dev.haul.cli;

import dev.haul.Location;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this haul is and runs on. */
final class Installation {
  /** As in pom.xml; a test holds them together. Reading it from the jar would cost milliseconds. */
  static final String VERSION = "0.1.0";

  private static final String ARCHIVE = ".jsa";

  private Installation() {}

  static String java() {
    return Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
  }

  static String system() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }

  static boolean usesSystemCalls() {
    return Roots.kindFor(List.of(Location.parse("/"))) == Root.Kind.LINUX;
  }

  /**
   * The class-data archive that haul's own classes come from; null if there is none. What counts is
   * not what the JVM was told to use, but what it has mapped: it drops an archive that does not
   * fit.
   */
  static @Nullable String archive() {
    try {
      String maps = Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
      return archiveIn(maps, System.getProperty("java.home", ""));
    } catch (IOException e) {
      return null;
    }
  }

  /** The JDK's own archive, which knows nothing of haul, does not count. */
  static @Nullable String archiveIn(String maps, String javaHome) {
    for (String line : maps.split("\n", -1)) {
      int path = line.indexOf('/');
      if (line.endsWith(ARCHIVE) && !line.startsWith(javaHome + "/", path)) {
        return line.substring(path);
      }
    }
    return null;
  }
}
