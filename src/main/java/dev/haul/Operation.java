package dev.haul;

/** What a caller asks an engine to do. */
public sealed interface Operation permits Copy {
  /** What is read. */
  Location source();

  /** What is made. */
  Location target();
}
