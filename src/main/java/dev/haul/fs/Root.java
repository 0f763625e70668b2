package dev.haul.fs;

import dev.haul.Location;

/**
 * The top of a tree: the one place where a path is resolved.
 *
 * @param id its number; the same in every process of a run
 * @param location what is opened; links among its names are followed
 * @param kind which implementation serves it
 */
public record Root(int id, Location location, Kind kind) {
  /** The implementations of {@link Directory}. */
  public enum Kind {
    LINUX,
    NIO
  }

  /** Whether both are the same root, or opened by the same path under two numbers. */
  boolean isSamePlace(Root other) {
    return id == other.id || (kind == other.kind && location.equals(other.location));
  }

  /** How messages begin the paths below this root: as the user wrote it. */
  public String label() {
    return location.isWorkingDirectory() ? "" : location.toString();
  }
}
