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
import org.jspecify.annotations.Nullable;

/**
 * Says how two trees on the default file system differ; shares no code with haul and knows nothing
 * of how it copies.
 */
public final class TreeComparer {
  private static final List<String> COMPARED =
      List.of("mode", "uid", "gid", "rdev", "lastModifiedTime");

  private static final String READ =
      "unix:"
          + String.join(",", COMPARED)
          + ",dev,ino,nlink,isDirectory,isRegularFile,isSymbolicLink";

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
    Map<Path, Entry> left = entries(first);
    Map<Path, Entry> right = entries(second);
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

  /**
   * What a name stands for.
   *
   * @param attributes those that are looked at: others, as the owner's name, take long to find
   */
  private record Entry(Path path, Map<String, Object> attributes) {
    static Entry of(Path path) throws IOException {
      return new Entry(path, Files.readAttributes(path, READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Nullable Object get(String attribute) {
      return attributes.get(attribute);
    }

    boolean is(String kind) {
      return Objects.equals(get(kind), true);
    }
  }

  // By paths, not by texts: names that are not text may have the same one.
  private static Map<Path, Entry> entries(Path root) throws IOException {
    Map<Path, Entry> entries = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        entries.put(root.relativize(path), Entry.of(path));
      }
    }
    return entries;
  }

  private void compareEntry(Path name, Entry left, Entry right) throws IOException {
    for (String attribute : COMPARED) {
      if (!Objects.equals(left.get(attribute), right.get(attribute))) {
        differences.add(
            name
                + ": "
                + attribute
                + " "
                + left.get(attribute)
                + " became "
                + right.get(attribute));
      }
    }
    if (left.is("isSymbolicLink") && right.is("isSymbolicLink")) {
      if (!Files.readSymbolicLink(left.path()).equals(Files.readSymbolicLink(right.path()))) {
        differences.add(name + ": leads elsewhere");
      }
    } else if (left.is("isRegularFile") && right.is("isRegularFile")) {
      compareData(name, left, right);
    }
  }

  private void compareData(Path name, Entry left, Entry right) throws IOException {
    if (Files.mismatch(left.path(), right.path()) >= 0) {
      differences.add(name + ": content");
      return;
    }
    // Another file system may have other blocks, and reserve more of them than it was given.
    boolean same = Objects.equals(left.get("dev"), right.get("dev"));
    List<String> a = Holes.dataOf(left.path(), same ? 1 : COARSE);
    List<String> b = Holes.dataOf(right.path(), same ? 1 : COARSE);
    if (!a.equals(b)) {
      differences.add(name + ": data " + a + " became " + b);
    }
  }

  /** For each name that is not the only one of its file: the first name of the same file. */
  private static Map<Path, Path> groups(Map<Path, Entry> entries) {
    Map<Object, Path> firstNames = new HashMap<>();
    Map<Path, Path> groups = new TreeMap<>();
    entries.forEach((name, entry) -> {
      boolean linked = !Objects.equals(entry.get("nlink"), 1);
      if (linked && !entry.is("isDirectory")) {
        Path firstName = firstNames.putIfAbsent(entry.get("ino"), name);
        groups.put(name, firstName == null ? name : firstName);
      }
    });
    return groups;
  }
}
