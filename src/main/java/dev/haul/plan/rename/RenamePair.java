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
    int slash = source.toString().lastIndexOf('/') + 1;
    String directory = source.toString().substring(0, slash);
    return name.startsWith(directory) ? name.substring(slash) : name;
  }
}
