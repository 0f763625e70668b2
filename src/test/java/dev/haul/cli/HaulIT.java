package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as people run it: what only a process of its own can show. */
final class HaulIT {
  private static final Path DIST = Path.of(Objects.requireNonNull(System.getProperty("haul.dist")));
  private static final String HAUL = DIST.resolve("bin/haul").toString();
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path directory;

  /** What came of a process. */
  private record Outcome(int code, String out, String err) {}

  /** Runs a shell script in which {@code $H} is haul. */
  private Outcome sh(String script) throws IOException, InterruptedException {
    return run(List.of("sh", "-c", script));
  }

  private Outcome haul(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(HAUL));
    command.addAll(List.of(words));
    return run(command);
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("haul", ".out");
    Path err = Files.createTempFile("haul", ".err");
    try {
      Process process =
          builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Outcome(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("H", HAUL);
    builder.environment().put("HOME", directory.resolve("home").toString());
    return builder;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private List<String> names(Path of) throws IOException {
    try (Stream<Path> list = Files.list(of)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void operand_thatIsNotText_isTakenByItsBytes_inAnyLocale() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      Outcome outcome =
          sh(
              "rm -rf t; mkdir t; n=$(printf 'a\\344?\\303\\274'); echo x >\"$n\"; "
                  + "LC_ALL="
                  + locale
                  + " $H copy \"$n\" t/ && cmp \"$n\" t/\"$n\"");
      assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    }
  }

  @Test
  void output_onAFullDevice_isAFailure() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    file("a", "x");
    Outcome outcome = sh("$H copy -v a b >/dev/full");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .endsWith("haul: cannot write to standard output: No space left on device\n");
    assertThat(directory.resolve("b")).hasContent("x");
  }

  @Test
  void output_thatIsClosed_isAFailure() throws Exception {
    Outcome outcome = sh("$H --version >&-");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("haul: cannot write to standard output");
  }

  @Test
  void input_thatIsBad_changesNothing() throws Exception {
    file("a", "a");
    file("b", "b");
    Files.createDirectories(directory.resolve("d/sub"));
    file("d/a", "other");
    Files.createDirectory(directory.resolve("t"));
    List<String> before = names(directory);
    refused(1, "cannot copy 'none' to 'x': No such file or directory", "none", "x");
    refused(1, "cannot copy 'd' to 'd/sub/d': the target lies inside the source", "d", "d/sub");
    refused(1, "cannot copy 'a' to './a': they are the same file", "a", "./a");
    refused(1, "cannot copy 'd/a' to 't/a': 'a' would get the same name", "a", "d/a", "t");
    refused(2, "unknown option: '--nope'", "--nope", "a", "x");
    refused(2, "--jobs: '0': not a number of at least 1", "-j", "0", "a", "x");
    refused(4, "cannot copy 'a' to 'b': File exists", "a", "b");
    assertThat(names(directory)).isEqualTo(before);
    assertThat(names(directory.resolve("t"))).isEmpty();
    assertThat(directory.resolve("b")).hasContent("b");
  }

  private void refused(int code, String message, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("copy"));
    command.addAll(List.of(words));
    Outcome outcome = haul(command.toArray(new String[0]));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("haul").contains(message);
    assertThat(outcome.err().lines()).hasSize(code == 2 ? 2 : 1);
  }

  @Test
  void target_thatExists_isReplacedWithForce() throws Exception {
    file("a", "a");
    Path b = file("b", "b");
    assertThat(haul("copy", "-f", "a", "b")).isEqualTo(new Outcome(0, "", ""));
    assertThat(b).hasContent("a");
  }

  /** As another user, since nothing is unreadable to root. */
  @Test
  void file_thatCannotBeRead_doesNotKeepTheOthers() throws Exception {
    String user = asNobody();
    Files.createDirectory(directory.resolve("s"));
    file("s/good", "good");
    Files.setPosixFilePermissions(
        file("s/secret", "secret"), PosixFilePermissions.fromString("-w-------"));
    Files.createDirectory(directory.resolve("t"));
    Outcome outcome = sh("chown nobody s/secret t; " + user + "\"$H copy -T s t/copy\"");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err())
        .contains("cannot copy 's/secret' to 't/copy/secret': Permission denied");
    assertThat(names(directory.resolve("t/copy"))).containsExactly("good");
  }

  @Test
  void target_thatCannotBeWritten_isOneClearLine() throws Exception {
    String user = asNobody();
    file("a", "a");
    Files.createDirectory(directory.resolve("t"));
    Outcome outcome = sh(user + "\"$H copy a t\"");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains("cannot copy 'a' to 't/a': Permission denied");
  }

  /** The beginning of a command line that runs a script as a user without rights. */
  private String asNobody() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    String user = "setpriv --reuid=nobody --regid=nogroup --clear-groups sh -c ";
    assumeTrue(
        sh(user + "true && " + user + "'test -x $H && test -r .'").code() == 0,
        "needs root, setpriv, and a checkout that everybody may read");
    return user;
  }

  @Test
  void interrupt_inTheMiddleOfACopy_leavesNothingUnfinished() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(directory + "/large", "rw")) {
      large.setLength(8L << 30);
    }
    Path target = Files.createDirectory(directory.resolve("target"));
    Path err = directory.resolve("err");
    Process process =
        builder(List.of(HAUL, "copy", "--sparse=never", "--reflink=never", "large", "target"))
            .redirectError(err.toFile())
            .start();
    await(process, target);
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(read(err)).startsWith("haul: stopping");
    assertThat(target).isEmptyDirectory();
  }

  private void await(Process process, Path target) throws Exception {
    for (int i = 0; i < 600 && names(target).isEmpty(); i++) {
      // Nobody tells when the copy has begun, so that its directory has to be looked at.
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    assertThat(process.isAlive()).isTrue();
    assertThat(names(target)).isNotEmpty();
  }

  @Test
  void release_untarredBelowAPathWithASpace_usesItsArchive() throws Exception {
    Path release = DIST.resolveSibling("haul-" + Installation.VERSION + "-linux-x64.tar.gz");
    Outcome outcome =
        sh(
            "mkdir 'a place' && tar -xzf "
                + release
                + " -C 'a place' && 'a place/haul/bin/haul' --version");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("class archive: in use");
  }

  @Test
  void link_toTheLauncher_findsItsRuntime() throws Exception {
    assertThat(sh("ln -s \"$H\" h && ./h --version").out()).contains("class archive: in use");
  }

  @Test
  void completions_offerEveryOption() throws Exception {
    String bash = Files.readString(DIST.resolve("share/bash-completion/completions/haul"));
    for (String option : List.of("--if-exists", "--files-from", "--one-file-system", "--debug")) {
      assertThat(bash).contains("'" + option);
    }
    assertThat(sh("bash -n " + DIST.resolve("share/bash-completion/completions/haul")).code())
        .isZero();
  }

  @Test
  void manPages_explainEveryOption() throws Exception {
    String page = Files.readString(DIST.resolve("share/man/man1/haul-copy.1"));
    assertThat(page).contains("\\-\\-if\\-exists", "\\-\\-files\\-from", "HAUL_JOBS", "EXIT");
  }
}
