package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.cli.CommandTester.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code copy --files-from}. */
final class FilesFromTest {
  @TempDir private Path directory;
  private final CommandTester haul = new CommandTester();
  private Path source = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void makesTree() throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (String name : List.of("top", "a/one", "a/two", "a/b/deep", "c/d/e", "c/f")) {
      Files.createDirectories(source.resolve(name).getParent());
      Files.writeString(source.resolve(name), name);
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("a"));
  }

  private Outcome copy(String list) {
    return haul.input(list).run("copy", "--files-from=-", source, target);
  }

  private List<String> copied() throws IOException {
    try (Stream<Path> walk = Files.walk(target)) {
      return walk.skip(1).map(path -> target.relativize(path).toString()).sorted().toList();
    }
  }

  @Test
  void files_keepTheirPaths() throws IOException {
    assertThat(copy("a/b/deep\n./top\n").code()).isEqualTo(ExitCode.DONE);
    assertThat(copied()).containsExactly("a", "a/b", "a/b/deep", "top");
  }

  @Test
  void directory_isMade_andFilledOnlyIfASlashFollows() throws IOException {
    assertThat(copy("a\nc/\n").code()).isEqualTo(ExitCode.DONE);
    assertThat(copied()).containsExactly("a", "c", "c/d", "c/d/e", "c/f");
  }

  @Test
  void dot_isTheDirectoryItself_andWithASlashAllOfIt() throws IOException {
    assertThat(copy(".\n").code()).isEqualTo(ExitCode.DONE);
    assertThat(copied()).isEmpty();
    assertThat(copy("./\n").code()).isEqualTo(ExitCode.DONE);
    assertThat(copied()).hasSize(11);
  }

  @Test
  void target_thatExists_keepsItsAttributes() throws IOException {
    Files.createDirectory(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    assertThat(copy("a/one\n").code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getLastModifiedTime(target.resolve("a")))
        .isEqualTo(Files.getLastModifiedTime(source.resolve("a")));
  }

  @Test
  void path_throughALink_isNotFollowed() {
    Outcome outcome = copy("link/one\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("link/one'", "Not a directory");
    assertThat(target).doesNotExist();
  }

  @Test
  void path_thatIsMissing_refusesAll() {
    Outcome outcome = copy("top\na/none\nnone/x\ntop/\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.errorLines()).hasSize(3);
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x\n", "a/../../x\n", "a/..\n", "..\n", "/etc/passwd\n", "top\n\na\n"})
  void path_thatLeadsElsewhere_isRefused(String list) {
    Outcome outcome = copy(list);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("standard input: path ");
    assertThat(target).doesNotExist();
  }

  @Test
  void path_thatIsNotText_isCopied() throws Exception {
    byte[] name = {'x', (byte) 0xE4};
    Process touch =
        new ProcessBuilder("sh", "-c", "touch \"$(printf 'x\\344')\"")
            .directory(source.toFile())
            .start();
    assertThat(touch.waitFor()).isZero();
    assertThat(haul.input(name).run("copy", "--files-from=-", source, target).code())
        .isEqualTo(ExitCode.DONE);
    try (Stream<Path> list = Files.list(target)) {
      assertThat(list).hasSize(1);
    }
  }

  @Test
  void filters_narrowTheList() throws IOException {
    haul.input("a/\n");
    haul.run("copy", "--files-from=-", "--exclude=b", source, target);
    assertThat(copied()).containsExactly("a", "a/one", "a/two");
  }
}
