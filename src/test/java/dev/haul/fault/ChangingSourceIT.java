package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that somebody changes while it is copied; src/test/c/change.c does it. */
final class ChangingSourceIT {
  private static final Path LIBRARY = Path.of("target/change.so").toAbsolutePath();

  /** The ways that data goes, and at which read it is changed on each. */
  enum Way {
    IN_ONE_READ(5_000, 1, ""),
    THROUGH_A_BUFFER(600_000, 2, "--reflink=never"),
    IN_THE_KERNEL(20 << 20, 2, "");

    private final int size;
    private final int read;
    private final String options;

    Way(int size, int read, String options) {
      this.size = size;
      this.read = read;
      this.options = options;
    }
  }

  private static final String[] CHANGES = {"truncate", "append", "rewrite", "remove", "replace"};

  @BeforeAll
  static void buildsLibrary() throws IOException {
    Shell.needs("cc");
    new Shell(Path.of("").toAbsolutePath())
        .sh(
            "cc -shared -fPIC -O2 -Wall -Wextra -Werror -o \"$1\" src/test/c/change.c -ldl",
            LIBRARY.toString())
        .expectSuccess();
  }

  private static Outcome run(MountedImage image, String command, String how, int read)
      throws IOException {
    Path log = image.root().resolve("log");
    Outcome outcome =
        new Shell(image.root())
            .sh(
                "export LD_PRELOAD=\"$1\" HAUL_CHANGE_FILE=\"$PWD/source/changing\""
                    + " HAUL_CHANGE_LOG=\"$PWD/log\" HAUL_CHANGE_HOW=\"$2\" HAUL_CHANGE_AT=\"$3\"\n"
                    + "exec "
                    + command,
                LIBRARY.toString(),
                how,
                Integer.toString(read));
    assertThat(Files.deleteIfExists(log)).as("%s: %s", how, outcome).isTrue();
    return outcome;
  }

  private static byte[] makeSource(MountedImage image, int size) throws IOException {
    FaultTree.delete(image.root().resolve("source"));
    FaultTree.delete(image.root().resolve("copy"));
    Path source = Files.createDirectory(image.root().resolve("source"));
    byte[] content = new byte[size];
    new Random(9).nextBytes(content);
    Files.write(source.resolve("changing"), content);
    Files.writeString(source.resolve("another"), "another");
    return content;
  }

  @ParameterizedTest
  @EnumSource
  void file_thatChangesWhileItIsCopied_isNotCopied_butTheOthersAre(Way way) throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Path copy = image.root().resolve("copy");
      for (int i = 0; i < CHANGES.length; i++) {
        makeSource(image, way.size);
        boolean overOld = i % 2 == 0;
        if (overOld) {
          Files.writeString(Files.createDirectory(copy).resolve("changing"), "old");
        }
        Outcome outcome =
            run(image, "$H copy -fT " + way.options + " source copy", CHANGES[i], way.read);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err())
            .isEqualTo(
                "haul: cannot copy 'source/changing' to 'copy/changing': changed while it was"
                    + " copied (copy it again when nobody writes to it)\n");
        assertThat(copy.resolve("another")).hasContent("another");
        if (overOld) {
          assertThat(copy.resolve("changing")).hasContent("old");
        } else {
          assertThat(copy.resolve("changing")).doesNotExist();
        }
        assertThat(FaultTree.temporaries(copy)).isEmpty();
      }
    }
  }

  @Test
  void file_thatVanishesBeforeItIsOpened_isNotFound_butTheOthersAre() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      makeSource(image, 5_000);
      Outcome outcome = run(image, "$H copy source copy", "remove", 0);
      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "haul: cannot copy 'source/changing' to 'copy/changing': No such file or"
                      + " directory\n"));
      assertThat(image.root().resolve("copy/changing")).doesNotExist();
      assertThat(image.root().resolve("copy/another")).hasContent("another");
    }
  }

  /** It is another file then, and a whole one. */
  @Test
  void file_thatIsReplacedBeforeItIsOpened_isCopiedWhole() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      makeSource(image, 600_000);
      Outcome outcome = run(image, "$H copy source copy", "replace", 0);
      assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
      byte[] replacement = new byte[600_000];
      Arrays.fill(replacement, (byte) 'Z');
      assertThat(image.root().resolve("copy/changing")).hasBinaryContent(replacement);
    }
  }

  /** The twin: cp makes a file of the old and the new, and says nothing. */
  @Test
  void copy_byCp_isFoundToBeAMixture() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      byte[] content = makeSource(image, 600_000);
      Outcome outcome = run(image, "cp -r --reflink=never source copy", "rewrite", 2);
      assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
      byte[] copied = Files.readAllBytes(image.root().resolve("copy/changing"));
      assertThat(copied).startsWith(Arrays.copyOf(content, 1000)).endsWith('Z', 'Z', 'Z');
    }
  }
}
