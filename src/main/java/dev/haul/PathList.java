package dev.haul;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Paths below an operand that alone are taken: each with the directories on its way, and with all
 * that is in it if a slash follows it.
 */
final class PathList {
  private static final String OPERAND = "";

  private final List<String> texts;
  private final Set<String> listed = new HashSet<>();
  private final Set<String> onTheWay = new HashSet<>();
  private final Set<String> trees = new HashSet<>();

  /**
   * A list of these paths.
   *
   * @throws IllegalArgumentException if one of them is empty, absolute, or has {@code ..} in it
   */
  PathList(Collection<String> paths) {
    texts = List.copyOf(paths);
    for (String path : paths) {
      add(path);
    }
  }

  List<String> texts() {
    return texts;
  }

  private void add(String text) {
    String path = String.join("/", names(text));
    listed.add(path);
    if (text.endsWith("/") || text.endsWith("/.")) {
      trees.add(path);
    }
    for (String at = parent(path); !at.isEmpty() && onTheWay.add(at); at = parent(at)) {}
  }

  /** The names that a path consists of. */
  static List<String> names(String path) {
    if (path.isEmpty() || path.startsWith("/")) {
      throw new IllegalArgumentException(
          path.isEmpty() ? "an empty path" : "not a relative path: '" + path + "'");
    }
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        throw new IllegalArgumentException("it leads upwards: '" + path + "'");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }

  boolean takes(String path, boolean directory) {
    return listed.contains(path) || (directory && onTheWay.contains(path)) || isInTree(path);
  }

  /** Whether the operand itself is listed. */
  boolean takesOperand() {
    return listed.contains(OPERAND);
  }

  private boolean isInTree(String path) {
    if (trees.isEmpty()) {
      return false;
    }
    String at = path;
    while (!at.isEmpty()) {
      if (trees.contains(at)) {
        return true;
      }
      at = parent(at);
    }
    return trees.contains(OPERAND);
  }
}
