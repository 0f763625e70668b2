package dev.haul;

import org.jspecify.annotations.Nullable;

/** What a caller asks an engine to do. */
public sealed interface Operation permits Append, Copy, Delete, Move, Rename {
  /** What is read, or goes. */
  Location source();

  /** What is made, or gets more; null if nothing is. */
  @Nullable Location target();

  /** Whether the first failure ends it. */
  boolean failFast();
}
