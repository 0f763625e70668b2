package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that take nothing, and outputs that take nothing. */
final class TargetFaultsIT {
  @TempDir private Path directory;

  @BeforeEach
  void makesSource() throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.writeString(source.resolve("one"), "first");
    Files.writeString(source.resolve("two"), "second");
  }

  private Outcome sh(String script, String... parameters) throws IOException {
    return new Shell(directory).sh(script, parameters);
  }

  @Test
  void target_thatIsMountedReadOnly_isLeftAlone() throws Exception {
    try (MountedImage image = MountedImage.image("ext4", 8 << 20)) {
      Path old = Files.writeString(image.root().resolve("old"), "old");
      image.remount("ro");
      Outcome fresh = sh("$H copy source \"$1/tree\"", image.root().toString());
      assertThat(fresh.code()).isEqualTo(1);
      assertThat(fresh.err()).endsWith("/tree': Read-only file system (target)\n");
      Outcome over = sh("$H copy -f source/one \"$1/old\"", image.root().toString());
      assertThat(over.code()).isEqualTo(1);
      assertThat(over.err()).endsWith("/old': Read-only file system\n");
      assertThat(old).hasContent("old");
    }
  }

  @Test
  void directory_thatIsImmutable_isLeftAlone_andTheOthersAreNot() throws Exception {
    Shell.needs("chattr");
    try (MountedImage image = MountedImage.image("ext4", 8 << 20)) {
      sh(
              """
              cp -r source "$1/free"
              cp -r source "$1/held"
              cp -r "$1" tree
              echo new | tee tree/free/one >tree/held/one
              chattr +i "$1/held"
              """,
              image.root().toString())
          .expectSuccess();
      try {
        Outcome outcome = sh("$H copy -fT tree \"$1\"", image.root().toString());
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("/held/one': Operation not permitted");
        assertThat(image.root().resolve("held/one")).hasContent("first");
        assertThat(image.root().resolve("free/one")).hasContent("new");
        assertThat(FaultTree.temporaries(image.root())).isEmpty();
      } finally {
        sh("chattr -i \"$1/held\"", image.root().toString()).expectSuccess();
      }
    }
  }

  /** Where no name can be removed, no temporary one may be made either. */
  @Test
  void directory_thatIsAppendOnly_getsNoTemporaryNames() throws Exception {
    Shell.needs("chattr");
    try (MountedImage image = MountedImage.image("ext4", 8 << 20)) {
      Path held = Files.createDirectory(image.root().resolve("held"));
      Path old = Files.writeString(held.resolve("two"), "old");
      sh("chattr +a \"$1\"", held.toString()).expectSuccess();
      try {
        for (String options : new String[] {"-u", "-f"}) {
          Outcome outcome = sh("$H copy \"$2\" source/* \"$1/\"", held.toString(), options);
          assertThat(outcome.code()).isEqualTo(1);
          assertThat(outcome.err())
              .contains("its directory is append-only: temporary names would stay there");
          assertThat(held).isDirectoryNotContaining(path -> !path.equals(old));
          assertThat(old).hasContent("old");
        }
        // In a directory of its own nothing has to be renamed.
        assertThat(sh("$H copy source \"$1\"", held.toString())).isEqualTo(new Outcome(0, "", ""));
        assertThat(held.resolve("source/two")).hasContent("second");
      } finally {
        sh("chattr -a \"$1\"", held.toString()).expectSuccess();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--json", "--json-lines"})
  void output_onAFullDevice_isAFailure_butTheCopyIsMade(String option) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    Outcome outcome = sh("$H copy \"$1\" source copy >/dev/full", option);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .endsWith("haul: cannot write to standard output: No space left on device\n");
    sh("diff -r source copy").expectSuccess();
  }

  /** As with {@code | head}: not a word of it, but no success either. */
  @ParameterizedTest
  @ValueSource(strings = {"-v", "--json", "--json-lines"})
  void output_thatNobodyReads_isAFailure_butTheCopyIsMade(String option) throws Exception {
    Outcome outcome =
        sh(
            """
            mkfifo pipe
            cat <pipe >sink &
            reader=$!
            exec 3>pipe
            kill $reader
            wait $reader || true
            code=0
            $H copy "$1" source copy >&3 || code=$?
            echo $code
            """,
            option);
    assertThat(outcome.expectSuccess()).isEqualTo("1\n");
    assertThat(outcome.err()).doesNotContain("standard output");
    sh("diff -r source copy").expectSuccess();
  }

  /** The numbers that they had must not become those of files. */
  @Test
  void standardStreams_thatAreAllClosed_areNotMistakenForFiles() throws Exception {
    Files.writeString(directory.resolve("source/three"), "third");
    Outcome outcome =
        sh(
            """
            mkdir copy
            echo old >copy/one
            code=0
            $H copy -v --json-lines -T source copy 0<&- >&- 2>&- || code=$?
            echo $code
            """);
    assertThat(outcome.expectSuccess()).isEqualTo("1\n");
    assertThat(directory.resolve("copy/one")).hasContent("old");
    sh("cmp source/two copy/two; cmp source/three copy/three; test $(ls copy | wc -l) = 3")
        .expectSuccess();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2>&-", "2>/dev/full"})
  void messages_thatNobodyGets_changeNoExitCode(String redirection) throws Exception {
    assertThat(sh("$H copy -v source copy >out " + redirection).code()).isZero();
    sh("diff -r source copy").expectSuccess();
    assertThat(sh("$H copy -T source copy " + redirection).code()).isEqualTo(4);
    assertThat(sh("$H copy -fT source copy " + redirection).code()).isZero();
  }

  /** Who is not root could not put into it what is missing. */
  @Test
  void directoryThatIsReadOnly_staysWritable_untilItIsComplete() throws Exception {
    Shell.needsRoot();
    Shell.needs("setpriv");
    sh("chmod 755 . && mkdir out && chown -R 65534 source out && chmod 0 source/one && chmod 555 source")
        .expectSuccess();
    String copy =
        "cd out; setpriv --reuid=65534 --regid=65534 --clear-groups $H copy -u -T ../source t";
    assertThat(sh(copy).code()).isEqualTo(1);
    assertThat(sh("stat -c %a out/t; ls out/t").out()).isEqualTo("755\ntwo\n");
    sh("chmod 644 source/one").expectSuccess();
    assertThat(sh(copy)).isEqualTo(new Outcome(0, "", ""));
    assertThat(sh("stat -c %a out/t; ls out/t").out()).isEqualTo("555\none\ntwo\n");
  }
}
