package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is larger than the process may make one is a failure, and not the end. */
final class FileSizeLimitIT {
  private static final int SIGXFSZ = 25;

  private static final String TREE =
      """
      mkdir source
      for i in 1 2 3 4 5 6 7 8 9; do echo "$i" >source/small$i; done
      head -c 3000000 /dev/urandom >source/medium
      cp source/medium source/large
      cat source/medium source/medium >>source/large
      """;

  /** In units of 512 bytes: less than the large one has. */
  private static final String LIMITED = "ulimit -f 8192; exec ";

  @ParameterizedTest
  @ValueSource(strings = {"-j 1", "-j 2", "-e async"})
  void file_largerThanTheLimit_failsAlone(String engine) throws Exception {
    try (Place place = Place.make()) {
      Shell shell = new Shell(place.root());
      shell.sh(TREE).expectSuccess();
      String command = LIMITED + "\"$H\" copy --reflink=never -fT " + engine;
      assertFailure(shell.sh(command + " source target"));
      assertThat(place.resolve("target/large")).doesNotExist();
      shell.sh("rm source/large; diff -r source target").expectSuccess();

      shell.sh("cat source/medium source/medium >source/large; echo old >target/large");
      assertFailure(shell.sh(command + " source target"));
      assertThat(place.resolve("target/large")).hasContent("old");
      assertThat(FaultTree.temporaries(place.root())).isEmpty();
      shell.sh("rm */large; diff -r source target").expectSuccess();
    }
  }

  private static void assertFailure(Outcome outcome) {
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                1, "", "haul: cannot copy 'source/large' to 'target/large': File too large\n"));
  }

  /** The twin: the limit kills whoever does not expect it, and half of the file stays. */
  @Test
  void file_largerThanTheLimit_killsCp() throws Exception {
    try (Place place = Place.make()) {
      Shell shell = new Shell(place.root());
      shell.sh(TREE).expectSuccess();
      assertThat(shell.sh(LIMITED + "cp source/large copy").code()).isEqualTo(128 + SIGXFSZ);
      assertThat(Files.size(place.resolve("copy"))).isLessThan(9_000_000);
    }
  }
}
