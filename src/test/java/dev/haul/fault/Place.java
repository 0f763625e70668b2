package dev.haul.fault;

import dev.haul.testing.InMemory;
import java.io.IOException;
import java.nio.file.Path;

/** A directory for one test, in memory if there is any to be had; goes with all that is in it. */
record Place(Path root) implements AutoCloseable {
  static Place make() throws IOException {
    return new Place(InMemory.make("haul-trials"));
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    FaultTree.delete(root);
  }
}
