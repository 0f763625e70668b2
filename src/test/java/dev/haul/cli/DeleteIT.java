package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.NastyTree;
import dev.haul.testing.SampleTree;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deletions by the image, on real file systems, with real mounts, and asked for at a terminal. */
final class DeleteIT {
  private static final Outcome SILENT_SUCCESS = new Outcome(0, "", "");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void tree_withEverything_isDeletedWhole(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Path tree = image.root().resolve("tree");
      if (kind == MountedImage.Kind.TMPFS) {
        NastyTree.make(tree);
      } else {
        SampleTree.make(Files.createDirectory(tree));
      }
      NastyTree.makeDeep(tree.resolve("deep"));
      Shell shell = new Shell(image.root());
      shell.sh("seq -f %0200g 5000 | (mkdir tree/many; cd tree/many; xargs touch)").expectSuccess();
      assertThat(shell.haul("delete", "-r", "tree")).isEqualTo(SILENT_SUCCESS);
      assertThat(tree).doesNotExist();
    }
  }

  /** What a bind mount shows is on the same file system: no device number tells it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"mount -t tmpfs tmpfs tree/sub/mount", "mount --bind elsewhere tree/sub/mount"})
  void mountPoint_inside_isLeftWithItsContent_onOneFileSystem(String mount) throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(image.root());
      shell.sh("mkdir -p elsewhere tree/sub/mount tree/other\n" + mount).expectSuccess();
      try {
        shell
            .sh(
                "touch tree/a tree/sub/b tree/other/c; mkdir tree/sub/mount/d; touch tree/sub/mount/d/e")
            .expectSuccess();
        assertThat(shell.haul("delete", "-rx", "tree"))
            .isEqualTo(
                new Outcome(1, "", "haul: cannot delete 'tree/sub/mount': is a mount point\n"));
        assertThat(shell.sh("find tree | sort").expectSuccess().lines())
            .containsExactly(
                "tree", "tree/sub", "tree/sub/mount", "tree/sub/mount/d", "tree/sub/mount/d/e");

        assertThat(shell.haul("delete", "-rx", "tree/sub/mount"))
            .isEqualTo(
                new Outcome(1, "", "haul: cannot delete 'tree/sub/mount': is a mount point\n"));
        assertThat(image.root().resolve("tree/sub/mount/d/e")).exists();

        // The twin: without -x what is in it goes, and the kernel keeps the mount point.
        assertThat(shell.haul("delete", "-r", "tree"))
            .isEqualTo(
                new Outcome(
                    1, "", "haul: cannot delete 'tree/sub/mount': Device or resource busy\n"));
        assertThat(image.root().resolve("tree/sub/mount")).isEmptyDirectory();
      } finally {
        shell.sh("umount tree/sub/mount").expectSuccess();
      }
      assertThat(shell.haul("delete", "-rx", "tree")).isEqualTo(SILENT_SUCCESS);
    }
  }

  /** Seen with {@code -x}: all that was beside the tree was lost, and there was no end to it. */
  @ParameterizedTest
  @CsvSource({"-rx, is a mount point", "-r, a directory that it lies in is mounted on it"})
  void mountPoint_thatShowsWhatTheTreeLiesIn_isLeft(String options, String reason)
      throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(image.root());
      shell
          .sh("mkdir -p tree/sub/mount; touch precious tree/file; mount --bind . tree/sub/mount")
          .expectSuccess();
      try {
        assertThat(shell.sh("exec timeout -s KILL 60 $H delete \"$1\" tree", options))
            .isEqualTo(
                new Outcome(1, "", "haul: cannot delete 'tree/sub/mount': " + reason + "\n"));
        assertThat(image.root().resolve("precious")).exists();
        assertThat(image.root().resolve("tree/file")).doesNotExist();
      } finally {
        shell.sh("umount tree/sub/mount").expectSuccess();
      }
    }
  }

  /** The directory that is mounted in the tree is open already, as another operand's. */
  @Test
  void mountPoint_thatShowsAnotherOperandsDirectory_isLeft() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(image.root());
      shell
          .sh(
              "mkdir -p other tree/sub/mount; touch other/operand other/precious;"
                  + " mount --bind other tree/sub/mount")
          .expectSuccess();
      try {
        assertThat(shell.haul("delete", "-rx", "other/operand", "tree"))
            .isEqualTo(
                new Outcome(1, "", "haul: cannot delete 'tree/sub/mount': is a mount point\n"));
        assertThat(image.root().resolve("other/precious")).exists();
        assertThat(image.root().resolve("other/operand")).doesNotExist();
      } finally {
        shell.sh("umount tree/sub/mount").expectSuccess();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "/", "sub/..", "$PWD/../here/"})
  void whatIsProtected_isRefused_withEverythingElse(String operand) throws Exception {
    Path here = Files.createDirectory(directory.resolve("here"));
    Files.createDirectory(here.resolve("sub"));
    Files.createFile(here.resolve("file"));
    // A dry run, so that nothing is lost should it not be refused.
    Outcome outcome = new Shell(here).sh("$H delete -rnf file \"" + operand + "\"");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .matches(
            "haul: cannot delete '.*': ('/', '\\.' and '\\.\\.' are never deleted"
                + "|the working directory lies in it, or is it)\n");
  }

  @Test
  void operand_thatIsNotText_isTakenByItsBytes() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      Outcome outcome =
          new Shell(directory)
              .sh(
                  "n=$(printf 'a\\344?\\303\\274'); mkdir -p \"$n\"; >\"$n/$n\"; LC_ALL="
                      + locale
                      + " $H delete -r \"$n\" && test ! -e \"$n\"");
      assertThat(outcome).isEqualTo(SILENT_SUCCESS);
    }
  }

  /** At a terminal, which ends what is typed by Ctrl-D when there is no more of it. */
  private Outcome answer(String typed) throws IOException {
    Shell.needs("script");
    Files.createDirectories(directory.resolve("tree/sub"));
    Files.writeString(directory.resolve("tree/file"), "12345");
    Files.writeString(directory.resolve("tree/sub/file"), "1234567");
    return new Shell(directory)
        .sh(
            "printf \"$1\" | script --quiet --return --echo=never --command"
                + " \"HAUL_PROGRESS=never NO_COLOR=1 '$H' delete -ri tree\" /dev/null",
            typed);
  }

  @ParameterizedTest
  @CsvSource({"y\\n, true", "n\\n, false", "'', false"})
  void question_atATerminal_tellsCountAndBytes_andTakesOnlyYesForYes(String typed, boolean yes)
      throws Exception {
    Outcome outcome = answer(typed);
    assertThat(outcome.code()).as(outcome.out()).isZero();
    assertThat(outcome.out()).startsWith("haul: delete 2 files, 2 directories (12 B)? [y/N] ");
    if (yes) {
      assertThat(outcome.out()).contains("haul: deleted 2 files, 2 directories in ");
      assertThat(directory.resolve("tree")).doesNotExist();
    } else {
      assertThat(outcome.out()).endsWith("haul: nothing was deleted\r\n");
      assertThat(directory.resolve("tree/sub/file")).hasContent("1234567");
    }
  }

  @Test
  void question_withNobodyToAsk_isRefused() throws Exception {
    Files.createFile(directory.resolve("file"));
    Outcome outcome = new Shell(directory).sh("echo y | $H delete -i file");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "haul delete: --interactive: nobody to ask: standard input is not a terminal\n");
    assertThat(directory.resolve("file")).exists();
  }

  @Test
  void list_fromAProgram_isDeleted() throws Exception {
    Files.createDirectories(directory.resolve("tree/sub"));
    for (String name : List.of("tree/a~", "tree/sub/b c~", "tree/sub/d\ne~", "tree/kept")) {
      Files.createFile(directory.resolve(name));
    }
    Outcome outcome =
        new Shell(directory)
            .sh("find tree -name '*~' -print0 | $H delete -0 --files-from=-; find tree | sort");
    assertThat(outcome).isEqualTo(new Outcome(0, "tree\ntree/kept\ntree/sub\n", ""));
  }
}
