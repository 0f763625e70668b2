package dev.haul.cli;

import dev.haul.Location;
import java.nio.file.Path;

/** A file that an option names, as java.nio finds it. */
final class NamedFile {
  private static final Location WORKING_DIRECTORY = Location.parse("/proc/self/cwd");

  private NamedFile() {}

  static Path path(Location location) {
    // Java has relative paths begin at what it takes for the name of the working directory.
    boolean mistaken = System.getProperty("user.dir", "").indexOf('\uFFFD') >= 0;
    return (mistaken ? WORKING_DIRECTORY.resolve(location.toString()) : location).toPath();
  }
}
