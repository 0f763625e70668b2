package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.fs.ByteText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a list of paths as bytes, so that it can hold every name. */
final class PathListReader {
  private final PathListFile file;
  private final List<String> paths = new ArrayList<>();

  private final boolean belowSource;

  private PathListReader(PathListFile file, boolean belowSource) {
    this.file = file;
    this.belowSource = belowSource;
  }

  /** The paths, checked to stay below where they are used. */
  static List<String> read(PathListFile file, InputStream standardInput) throws UsageException {
    return new PathListReader(file, true).read(standardInput);
  }

  /** The paths, which may lead anywhere. */
  static List<String> readAnywhere(PathListFile file, InputStream standardInput)
      throws UsageException {
    return new PathListReader(file, false).read(standardInput);
  }

  private List<String> read(InputStream standardInput) throws UsageException {
    split(bytes(file, standardInput), (byte) (file.zeroSeparated() ? 0 : '\n'));
    return paths;
  }

  /** All of a list. */
  static byte[] bytes(PathListFile file, InputStream standardInput) throws UsageException {
    try {
      if (file.isStandardInput()) {
        return standardInput.readAllBytes();
      }
      try (InputStream in = Files.newInputStream(NamedFile.path(Location.parse(file.name())))) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UsageException(
          "cannot read the list: "
              + Visible.of(file.name())
              + " ("
              + Visible.of(Failure.reasonOf(e))
              + ")");
    }
  }

  private void split(byte[] bytes, byte separator) throws UsageException {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == separator) {
        add(bytes, start, i);
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      add(bytes, start, bytes.length);
    }
  }

  private void add(byte[] bytes, int start, int end) throws UsageException {
    String path = ByteText.decode(Arrays.copyOfRange(bytes, start, end));
    String why = whyNot(path);
    if (why != null) {
      String name = file.isStandardInput() ? "standard input" : Visible.of(file.name());
      throw new UsageException(
          name + ": path " + (paths.size() + 1) + ", '" + Visible.of(path) + "': " + why);
    }
    paths.add(path);
  }

  private @Nullable String whyNot(String path) {
    if (path.isEmpty()) {
      return "is empty";
    }
    if (path.indexOf('\0') >= 0) {
      return "has a zero byte in it (is -0 missing?)";
    }
    return belowSource ? whyNotBelow(path) : null;
  }

  private static @Nullable String whyNotBelow(String path) {
    if (path.startsWith("/")) {
      return "is absolute, and should be relative to SOURCE";
    }
    boolean upwards = path.equals("..") || path.startsWith("../") || path.endsWith("/..");
    return upwards || path.contains("/../") ? "leads out of SOURCE by '..'" : null;
  }
}
