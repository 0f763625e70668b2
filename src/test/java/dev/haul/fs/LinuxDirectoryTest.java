package dev.haul.fs;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LinuxDirectoryTest extends DirectoryContractTest {
  @Override
  Path makeTop() {
    return disk;
  }

  @Override
  Root.Kind kind() {
    return Root.Kind.LINUX;
  }
}
