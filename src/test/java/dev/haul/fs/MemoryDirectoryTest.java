package dev.haul.fs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** java.nio on a file system in memory that has nearly everything. */
final class MemoryDirectoryTest extends DirectoryContractTest {
  @Override
  Path makeTop() throws IOException {
    Configuration configuration =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix", "user")
            .build();
    FileSystem memory = closedAfterwards(Jimfs.newFileSystem(configuration));
    return Files.createDirectory(memory.getPath("/top"));
  }

  @Override
  Root.Kind kind() {
    return Root.Kind.NIO;
  }

  @Override
  boolean supportsSpecialModes() {
    return false;
  }

  @Override
  boolean supportsKernelFeatures() {
    return false;
  }
}
