package dev.haul.fs;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** java.nio on a zip file, which has hardly anything. */
final class ArchiveDirectoryTest extends DirectoryContractTest {
  @Override
  Path makeTop() throws IOException {
    FileSystem archive =
        closedAfterwards(
            FileSystems.newFileSystem(disk.resolve("archive.zip"), Map.of("create", "true")));
    return Files.createDirectory(archive.getPath("/top"));
  }

  @Override
  Root.Kind kind() {
    return Root.Kind.NIO;
  }

  @Override
  boolean supportsSymbolicLinks() {
    return false;
  }

  @Override
  boolean supportsHardLinks() {
    return false;
  }

  @Override
  boolean supportsNanosecondTimes() {
    return false;
  }

  @Override
  boolean supportsModes() {
    return false;
  }

  @Override
  boolean supportsSpecialModes() {
    return false;
  }

  @Override
  boolean supportsUserAttributes() {
    return false;
  }

  @Override
  boolean supportsKernelFeatures() {
    return false;
  }
}
