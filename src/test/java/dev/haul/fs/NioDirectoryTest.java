package dev.haul.fs;

import java.nio.file.Path;

/** java.nio on a real directory. */
final class NioDirectoryTest extends DirectoryContractTest {
  @Override
  Path makeTop() {
    return disk;
  }

  @Override
  Root.Kind kind() {
    return Root.Kind.NIO;
  }
}
