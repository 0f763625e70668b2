package dev.haul.plan.rename;

import dev.haul.Location;

/**
 * An entry and what it is to be called.
 *
 * @param name a name; or a path in the same directory, written in the same way
 */
public record RenamePair(Location source, String name) {
  /** The name alone. */
  String plainName() {
    String path = source.toString();
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    int slash = path.lastIndexOf('/', end - 1) + 1;
    String directory = path.substring(0, slash);
    return name.startsWith(directory) ? name.substring(slash) : name;
  }
}
