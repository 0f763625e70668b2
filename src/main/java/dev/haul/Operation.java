package dev.haul;

import org.jspecify.annotations.Nullable;

/** What a caller asks an engine to do. */
public sealed interface Operation permits Copy, Delete, Move, Rename {
  /** What is read, or goes. */
  Location source();

  /** What is made; null if nothing is. */
  @Nullable Location target();

  /** Whether the first failure ends it. */
  boolean failFast();
}
