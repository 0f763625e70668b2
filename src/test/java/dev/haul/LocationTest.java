package dev.haul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.fs.Name;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, ''",
    "a/b, b, a",
    "/a, a, /",
    "/a/b/, b, /a",
    "a//, a, ''",
    "a/b c, b c, a",
    "./a, a, .",
    "../a, a, ..",
  })
  void path_withALastName_hasItAndAParent(String path, String name, String parent) {
    Location location = Location.parse(path);
    assertThat(location.name()).isEqualTo(Name.of(name));
    assertThat(location.parent()).isEqualTo(Location.parse(parent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", ".", "..", "a/..", "a/.", "//"})
  void path_withoutALastName_hasNone(String path) {
    assertThat(Location.parse(path).name()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'', x, x", "a, x, a/x", "a/, x, a/x", "/, x, /x", "a, /x, /x", "a, b/c, a/b/c"})
  void relativePath_resolved_isBelow(String path, String relative, String expected) {
    assertThat(Location.parse(path).resolve(relative)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"'', x", "a, a/x", "a/, a/x", "/, /x"})
  void name_resolved_isBelow(String path, String expected) {
    Location resolved = Location.parse(path).resolve(Name.of("x"));
    assertThat(resolved).hasToString(expected);
    assertThat(resolved.name()).isEqualTo(Name.of("x"));
  }

  @Test
  void workingDirectory_asBytes_isADot() {
    assertThat(Location.parse("").isWorkingDirectory()).isTrue();
    assertThat(Location.parse("").bytes()).containsExactly('.');
    assertThat(Location.parse(".").isWorkingDirectory()).isFalse();
  }

  @Test
  void trailingSlash_asksForADirectory() {
    assertThat(Location.parse("a/").endsWithSlash()).isTrue();
    assertThat(Location.parse("a").endsWithSlash()).isFalse();
    assertThat(Location.parse("a/")).isNotEqualTo(Location.parse("a"));
  }

  @Test
  void bytes_thatAreNotText_areKept() {
    byte[] bytes = {'/', 'a', (byte) 0xFF, '/', (byte) 0xC3};
    assertThat(Location.of(bytes).bytes()).isEqualTo(bytes);
    assertThat(Location.of(bytes).name()).isEqualTo(Name.of(new byte[] {(byte) 0xC3}));
  }

  @Test
  void path_ofAnyBytes_isKept() {
    Path path = Path.of(URI.create("file:///a%FF/%25/%C3%BC"));
    byte[] expected = {'/', 'a', (byte) 0xFF, '/', '%', '/', (byte) 0xC3, (byte) 0xBC};
    assertThat(Location.of(path).bytes()).isEqualTo(expected);
  }

  @Test
  void relativePath_ofAnyBytes_isNotTheOneAtTheRoot() {
    Path path = Path.of(URI.create("file:///a%FF")).getFileName();
    Location location = Location.of(path);
    assertThat(location.name()).isEqualTo(Name.of(new byte[] {'a', (byte) 0xFF}));
    assertThat(location.resolve("x").bytes()).isNotEqualTo(new byte[] {'/', 'a', (byte) 0xFF});
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uDCFF", "/a\uDCFF/%/ü", "../a\uDCFF/", "a\uDCFF/../b?#"})
  void location_ofAnyBytes_isAPath(String text) {
    Path path = Location.parse(text).toPath();
    assertThat(path.isAbsolute()).isEqualTo(text.startsWith("/"));
    String absolute = Path.of("").toAbsolutePath() + "/";
    String expected = (path.isAbsolute() ? "" : absolute) + text.replaceFirst("/$", "");
    assertThat(Location.of(path).toString()).isEqualTo(expected);
  }

  @Test
  void directory_ofAnyBytes_isALocationWithoutASlash(@TempDir Path directory) throws IOException {
    Location made = Location.of(directory).resolve(Name.of(new byte[] {(byte) 0xFF}));
    Files.createDirectory(made.toPath());
    assertThat(Location.of(made.toPath())).isEqualTo(made);
  }

  @Test
  void path_ofText_isKept() {
    assertThat(Location.of(Path.of("a/b c"))).isEqualTo(Location.of("a/b c".getBytes(UTF_8)));
    assertThat(Location.of(Path.of("a/b c")).toPath()).isEqualTo(Path.of("a/b c"));
  }

  @Test
  void nul_inAPath_isRefused() {
    assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> Location.parse("a\0b"));
  }

  @Test
  void locations_onOtherFileSystems_differ() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Location there = Location.of(memory.getPath("/a"));
      assertThat(there.isDefaultFileSystem()).isFalse();
      assertThat(there).isNotEqualTo(Location.parse("/a"));
      assertThat(there.toPath()).isEqualTo(memory.getPath("/a"));
      assertThat(there.resolve(Name.of("b")).toPath()).isEqualTo(memory.getPath("/a/b"));
    }
  }

  @Test
  void windowsPath_hasSlashesHere() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
      Location location = Location.of(memory.getPath("C:\\a\\b"));
      assertThat(location.name()).isEqualTo(Name.of("b"));
      assertThat(location.parent().toPath()).isEqualTo(memory.getPath("C:\\a"));
    }
  }
}
