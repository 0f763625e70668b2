package dev.haul.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says how two trees on the default file system differ; shares no code with haul and knows nothing
 * of how it copies.
 */
public final class TreeComparer {
  private static final List<String> COMPARED =
      List.of("mode", "uid", "gid", "rdev", "lastModifiedTime");

  private static final long COARSE = 256 << 10;

  private final Path first;
  private final Path second;
  private final List<String> differences = new ArrayList<>();

  private TreeComparer(Path first, Path second) {
    this.first = first;
    this.second = second;
  }

  /** The differences in names, types, contents, holes, modes, owners, times and links. */
  public static List<String> differences(Path first, Path second) {
    TreeComparer comparer = new TreeComparer(first, second);
    try {
      comparer.compare();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return comparer.differences;
  }

  private void compare() throws IOException {
    Map<Path, Path> left = entries(first);
    Map<Path, Path> right = entries(second);
    for (Path name : left.keySet()) {
      if (right.containsKey(name)) {
        compareEntry(name, left.get(name), right.get(name));
      } else {
        differences.add("missing: " + name);
      }
    }
    right.keySet().stream()
        .filter(name -> !left.containsKey(name))
        .forEach(name -> differences.add("too much: " + name));
    if (!groups(left).equals(groups(right))) {
      differences.add("hard links: " + groups(left) + " became " + groups(right));
    }
  }

  // By paths, not by texts: names that are not text may have the same one.
  private static Map<Path, Path> entries(Path root) throws IOException {
    Map<Path, Path> entries = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.forEach(path -> entries.put(root.relativize(path), path));
    }
    return entries;
  }

  private void compareEntry(Path name, Path left, Path right) throws IOException {
    Map<String, Object> a = attributes(left);
    Map<String, Object> b = attributes(right);
    for (String attribute : COMPARED) {
      if (!Objects.equals(a.get(attribute), b.get(attribute))) {
        differences.add(
            name + ": " + attribute + " " + a.get(attribute) + " became " + b.get(attribute));
      }
    }
    if (Files.isSymbolicLink(left) && Files.isSymbolicLink(right)) {
      if (!Files.readSymbolicLink(left).equals(Files.readSymbolicLink(right))) {
        differences.add(name + ": leads elsewhere");
      }
    } else if (isFile(left) && isFile(right)) {
      compareData(name, left, right);
    }
  }

  private void compareData(Path name, Path left, Path right) throws IOException {
    if (Files.mismatch(left, right) >= 0) {
      differences.add(name + ": content");
      return;
    }
    // Another file system may have other blocks, and reserve more of them than it was given.
    boolean same = Files.getFileStore(left).equals(Files.getFileStore(right));
    List<String> a = Holes.dataOf(left, same ? 1 : COARSE);
    List<String> b = Holes.dataOf(right, same ? 1 : COARSE);
    if (!a.equals(b)) {
      differences.add(name + ": data " + a + " became " + b);
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
  }

  /** For each name that is not the only one of its file: the first name of the same file. */
  private static Map<Path, Path> groups(Map<Path, Path> entries) throws IOException {
    Map<Object, Path> firstNames = new HashMap<>();
    Map<Path, Path> groups = new TreeMap<>();
    for (Map.Entry<Path, Path> entry : entries.entrySet()) {
      Map<String, Object> attributes = attributes(entry.getValue());
      boolean linked = !Objects.equals(attributes.get("nlink"), 1);
      if (linked && !Objects.equals(attributes.get("isDirectory"), true)) {
        Path firstName = firstNames.putIfAbsent(attributes.get("ino"), entry.getKey());
        groups.put(entry.getKey(), firstName == null ? entry.getKey() : firstName);
      }
    }
    return groups;
  }
}
