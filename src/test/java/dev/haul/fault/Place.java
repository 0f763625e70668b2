package dev.haul.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for one test, in memory if there is any to be had; goes with all that is in it. */
record Place(Path root) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  static Place make() throws IOException {
    Path parent =
        Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return new Place(Files.createTempDirectory(parent, "haul-trials").toRealPath());
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    FaultTree.delete(root);
  }
}
