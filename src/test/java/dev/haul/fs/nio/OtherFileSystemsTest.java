package dev.haul.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs between file systems, and must not reach the caller as anything but itself. */
final class OtherFileSystemsTest {
  private static Directory open(Path path) throws IOException {
    Location location = Location.of(path);
    Root root = new Root(1, location, Root.Kind.NIO);
    return NioRoots.open(location, identity -> DirectoryRef.root(root, identity));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..\\..\\outside", "a\\b", "C:", "\\", "C:\\outside", "?", "trailing "})
  void name_thatIsAPathOnWindows_isRefusedWithAReason(String text) throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Files.createDirectories(windows.getPath("C:\\top\\a\\b"));
      try (Directory top = open(windows.getPath("C:\\top"))) {
        assertThatExceptionOfType(FileSystemException.class)
            .isThrownBy(() -> top.createDirectory(Name.of(text)))
            .satisfies(e -> assertThat(e.getReason()).contains("not a name"));
        assertThatExceptionOfType(FileSystemException.class)
            .isThrownBy(() -> top.stat(Name.of(text)));
      }
    }
  }

  @Test
  void identities_ofTwoFileSystems_differ() throws IOException {
    try (FileSystem one = Jimfs.newFileSystem(Configuration.unix());
        FileSystem two = Jimfs.newFileSystem(Configuration.unix());
        Directory first = open(one.getPath("/"));
        Directory same = open(one.getPath("/"));
        Directory second = open(two.getPath("/"))) {
      assertThat(first.ref().identity())
          .isEqualTo(same.ref().identity())
          .isNotEqualTo(second.ref().identity());
      assertThat(first.mount()).isEqualTo(same.mount()).isNotEqualTo(second.mount());
    }
  }

  @Test
  void fileSystem_withoutModes_saysTheUsualOnes() throws IOException {
    try (FileSystem basic = Jimfs.newFileSystem(Configuration.unix())) {
      Files.createFile(basic.getPath("/file"));
      try (Directory top = open(basic.getPath("/"))) {
        top.createDirectory(Name.of("directory")).close();
        assertThat(top.stat(Name.of("file")).mode()).isEqualTo(0644);
        assertThat(top.stat(Name.of("directory")).mode()).isEqualTo(0755);
      }
    }
  }

  @Test
  void directory_ofAClosedFileSystem_failsWithAReason() throws IOException {
    FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    try (Directory top = open(memory.getPath("/"))) {
      memory.close();
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> top.createDirectory(Name.of("new")))
          .satisfies(e -> assertThat(e.getReason()).contains("closed"));
    }
  }
}
