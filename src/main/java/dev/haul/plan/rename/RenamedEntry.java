package dev.haul.plan.rename;

import java.io.IOException;
import java.time.Instant;

/** An entry that is to be named, as far as names are made of it. */
public final class RenamedEntry {
  /** Something that is only looked up when it is asked for. */
  @FunctionalInterface
  interface Lookup<T> {
    T get() throws IOException;
  }

  private final String name;
  private final long number;
  private final Lookup<String> parent;
  private final Lookup<Instant> modified;

  RenamedEntry(String name, long number, Lookup<String> parent, Lookup<Instant> modified) {
    this.name = name;
    this.number = number;
    this.parent = parent;
    this.modified = modified;
  }

  String name() {
    return name;
  }

  /** The name without {@link #extension}. */
  String stem() {
    return name.substring(0, extensionAt());
  }

  /** The last dot and what follows it; empty if there is none, or only at the beginning. */
  String extension() {
    return name.substring(extensionAt());
  }

  private int extensionAt() {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? dot : name.length();
  }

  /** How many entries come before it. */
  long number() {
    return number;
  }

  /** The name of the directory it is in. */
  String parent() throws IOException {
    return parent.get();
  }

  /** When its content last changed. */
  Instant modified() throws IOException {
    return modified.get();
  }
}
