package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.NastyTree;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory and descriptors do not grow with the tree, copied or deleted. Short in every build; with
 * {@code -Dcount=1000000} for a million files, a hundred thousand directories and ten thousand
 * levels.
 */
final class MemoryIT {
  private static final int FILES = Integer.getInteger("count", 20_000);
  private static final int SIBLINGS = FILES / 10;
  private static final int LEVELS = Math.max(1000, FILES / 100);
  private static final int FILES_IN_EACH = 20;

  private static final int MOST_MEBIBYTES = 200;

  /** In the file system's own count, as find tells it: with the top directory itself. */
  @Test
  void flatDirectory_ofManyFiles_needsLittle() throws Exception {
    copiesAndDeletes("one directory", FILES + 1, source -> makeFiles(source, FILES));
  }

  @Test
  void directories_withManyFiles_needLittle() throws Exception {
    int directories = FILES / FILES_IN_EACH;
    copiesAndDeletes(
        "directories of " + FILES_IN_EACH,
        FILES + directories + 1,
        source -> {
          for (int i = 0; i < directories; i++) {
            Path among = source.resolve("d" + i);
            makeFiles(Files.createDirectory(among), FILES_IN_EACH);
          }
        });
  }

  @Test
  void directories_thatAreManySiblings_needLittle() throws Exception {
    copiesAndDeletes(
        "siblings",
        SIBLINGS + 1,
        source -> {
          for (int i = 0; i < SIBLINGS; i++) {
            Files.createDirectory(source.resolve("d" + i));
          }
        });
  }

  @Test
  void directories_inEachOther_needLittle() throws Exception {
    copiesAndDeletes(
        "levels",
        LEVELS + 2,
        source -> NastyTree.makeChain(source, LEVELS, "a level of the chain"));
  }

  private interface Maker {
    void makeIn(Path source) throws IOException;
  }

  private static void makeFiles(Path directory, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.createFile(directory.resolve("f" + i));
    }
  }

  private static void copiesAndDeletes(String shape, int entries, Maker maker) throws Exception {
    Shell.needs("time");
    try (MountedImage memory = MountedImage.tmpfs("size=64m,nr_inodes=0")) {
      maker.makeIn(Files.createDirectory(memory.root().resolve("source")));
      Shell shell = new Shell(memory.root());
      measure(shell, memory.root(), shape + " copied: " + entries, "copy source copy");
      assertThat(shell.sh("find copy | wc -l").expectSuccess().strip())
          .isEqualTo(Integer.toString(entries));
      measure(shell, memory.root(), shape + " deleted: " + entries, "delete -r copy");
      assertThat(memory.root().resolve("copy")).doesNotExist();
    }
  }

  private static void measure(Shell shell, Path place, String what, String command)
      throws IOException {
    Outcome outcome =
        shell.sh(
            """
            ulimit -n 64
            ulimit -Hn
            export HAUL_JAVA_OPTIONS='-Xmx64m -XX:+PrintCommandLineFlags'
            # Of a small process: what it is before it becomes haul counts as haul's.
            exec time --format '%M %e' --output measured "$H"\
            """
                + " "
                + command);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("64\n").contains("-XX:MaxHeapSize=" + (64 << 20) + " ");
    String[] measured = Shell.read(place.resolve("measured")).strip().split(" ", -1);
    int mebibytes = Integer.parseInt(measured[0]) >> 10;
    System.out.printf(
        Locale.ROOT,
        "%s entries, %d MiB at most, %s s (-Xmx64m, 64 descriptors)%n",
        what,
        mebibytes,
        measured[1]);
    assertThat(mebibytes).isLessThan(MOST_MEBIBYTES);
  }

  /** A failure for each file, and none of them begins anything. */
  @Test
  void manyFailures_needLittle() throws Exception {
    Shell.needs("time");
    try (MountedImage memory = MountedImage.tmpfs("size=64m,nr_inodes=0")) {
      makeFiles(Files.createDirectory(memory.root().resolve("source")), FILES);
      Shell shell = new Shell(memory.root());
      shell.haul("copy", "-T", "source", "copy").expectSuccess();
      Outcome outcome = shell.sh("export HAUL_JAVA_OPTIONS=-Xmx20m\n$H copy -T source copy");
      assertThat(outcome.code()).isEqualTo(4);
      assertThat(outcome.err())
          .contains("haul: and " + (FILES - 10) + " more: File exists (--json lists all)\n")
          .doesNotContain("internal error");
    }
  }

  /** Where each is to be told at the end, there may be no memory for them: that is an end, too. */
  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async"})
  void moreFailuresThanMemoryHolds_areAnEnd(String engine) throws Exception {
    try (MountedImage memory = MountedImage.tmpfs("size=64m,nr_inodes=0")) {
      makeFiles(Files.createDirectory(memory.root().resolve("source")), 60_000);
      Shell shell = new Shell(memory.root());
      shell.haul("copy", "-T", "source", "copy").expectSuccess();
      Outcome outcome =
          shell.sh(
              "export HAUL_JAVA_OPTIONS=-Xmx10m\n"
                  + "timeout -s KILL 100 $H copy --json -T -e \"$1\" source copy >json",
              engine);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
      assertThat(outcome.err()).contains("java.lang.OutOfMemoryError");
    }
  }
}
