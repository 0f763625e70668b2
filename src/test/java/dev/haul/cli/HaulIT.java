package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image as people run it: what only a process of its own can show. */
final class HaulIT {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path directory;

  private Outcome sh(String script) throws IOException {
    return new Shell(directory).sh(script);
  }

  private Outcome haul(String... words) throws IOException {
    return new Shell(directory).haul(words);
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
  void operands_tooManyForTheJavaCommand_areTakenByTheirBytes() throws Exception {
    for (String place : List.of("/tmp", "/nowhere")) {
      Outcome outcome =
          sh(
              "export TMPDIR="
                  + place
                  + "; rm -rf s t; mkdir s t; cd s; seq 5000 | xargs touch; n=$(printf 'a\\344?\\n*\\303\\274');"
                  + " echo x >\"$n\"; HAUL_JAVA_OPTIONS='-Da=b -Dc=d' $H copy -- * ../t"
                  + " && cd .. && diff -r s t");
      assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    }
  }

  /** As in a container that was not given all ids. */
  @Test
  void owners_thatTheUserNamespaceDoesNotKnow_areLost() throws Exception {
    Shell.needsRoot();
    Shell.needs("unshare");
    assumeTrue(sh("unshare -U -r true").code() == 0, "needs user namespaces");
    sh("mkdir s; echo x >s/f; ln -s f s/l; mkfifo s/p; chown -h 1234:1234 s/f s/l s/p")
        .expectSuccess();
    Outcome outcome = sh("unshare -U -r $H copy -v --special -T s d");
    assertThat(outcome.err()).contains("could not be kept: owner of 3 entries\n");
    assertThat(outcome.code()).isZero();
    assertThat(sh("find d -printf '%P%y\n' | sort").expectSuccess()).isEqualTo("d\nff\nll\npp\n");
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
  void target_thatExists_isReplacedWithForce() throws Exception {
    file("a", "a");
    Path b = file("b", "b");
    assertThat(haul("copy", "-f", "a", "b")).isEqualTo(new Outcome(0, "", ""));
    assertThat(b).hasContent("a");
  }

  @Test
  void interrupt_inTheMiddleOfACopy_leavesNothingUnfinished() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(directory + "/large", "rw")) {
      large.setLength(8L << 30);
    }
    Path target = Files.createDirectory(directory.resolve("target"));
    Path err = directory.resolve("err");
    List<String> command =
        List.of(Shell.HAUL, "copy", "--sparse=never", "--reflink=never", "large", "target");
    Process process =
        new Shell(directory)
            .builder(Shell.interruptible(command))
            .redirectError(err.toFile())
            .start();
    await(process, target);
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Shell.read(err)).startsWith("haul: stopping");
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
    Path release = Shell.DIST.resolveSibling("haul-" + Installation.VERSION + "-linux-x64.tar.gz");
    Outcome outcome =
        sh(
            "mkdir 'a place' && tar -xzf "
                + release
                + " -C 'a place' && 'a place/haul/bin/haul' --version");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("class archive: in use");
    assertThat(sh("'a place/haul/bin/haul' doctor").out())
        .containsPattern("class archive +" + directory.toRealPath() + "/a place/haul/lib/haul.jsa");
  }

  /** With new times on all of it: an archive for a jar would not be used any more. */
  @Test
  void copyOfTheImage_startsWorkersFromItself() throws Exception {
    String script =
        "cp -r \"${H%/bin/haul}\" copied; mkdir tree; cd copied/lib;"
            + " HAUL_JAVA_OPTIONS=-Xlog:class+path:file=$OLDPWD/paths.%p"
            + " ../bin/haul copy -e processes ../../tree ../../to; cat $OLDPWD/paths.*";
    List<String> lines = sh(script).expectSuccess().lines().toList();
    assertThat(lines).noneMatch(line -> line.contains(Shell.DIST.toString()));
    assertThat(lines.stream().filter(line -> line.endsWith("modules validation: passed")))
        .hasSizeGreaterThan(1);
  }

  /** A JVM alone does not start there: it looks for its parts below a path of question marks. */
  @Test
  void image_belowAPathThatTheLocaleCannotName_starts() throws Exception {
    String script =
        "place=$(printf 'a \\303\\274'); mkdir \"$place\"; cp -a \"${H%/bin/haul}\" \"$place\";"
            + " export LC_ALL=C; cd \"$place\"; haul/bin/haul --version;"
            + " \"$PWD/haul/bin/haul\" copy -e processes haul/bin copied; ls copied";
    assertThat(sh(script).expectSuccess()).contains("class archive: in use").endsWith("haul\n");
  }

  @Test
  void link_toTheLauncher_findsItsRuntime() throws Exception {
    assertThat(sh("ln -s \"$H\" h && ./h --version").out()).contains("class archive: in use");
  }

  /** A single class from elsewhere would open the jar, and one made anew takes as long. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy tree copied",
        "copy -e async tree copied",
        "move tree moved",
        "rename s/tree/moved/ tree",
        "delete -rf tree",
        "append tree/file"
      })
  void command_takesItsClassesFromTheArchive(String command) throws Exception {
    String log = "HAUL_JAVA_OPTIONS=-Xlog:class+load:file=classes.log";
    sh("mkdir tree && touch tree/file && " + log + " \"$H\" " + command + " </dev/null")
        .expectSuccess();
    List<String> lines = Files.readAllLines(directory.resolve("classes.log"));
    assertThat(lines)
        .anyMatch(line -> line.contains("dev.haul.cli.Haul source: shared objects file"))
        .noneMatch(line -> line.contains("source: file:"));
    assertThat(lines.stream().filter(line -> line.contains("] dev.haul.")))
        .allMatch(line -> line.contains("source: shared objects file"));
  }
}
