package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fault.ChildProcess.Fault;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import dev.haul.testing.Verdicts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run has not finished belongs to it as long as it lives, and to nobody afterwards. */
final class TwoRunsIT {
  private static final Outcome SILENT_SUCCESS = new Outcome(0, "", "");

  private static Path source(Place place) {
    return place.resolve("source");
  }

  private static Path target(Place place) {
    return place.resolve("target");
  }

  private static void makeTrees(Place place) throws Exception {
    FaultTree.makeSource(source(place));
    FaultTree.makeOld(source(place), target(place));
  }

  /** A run that stands still just before it gives the first file its name. */
  private static ChildProcess startAndStop(Place place) throws Exception {
    ChildProcess run =
        ChildProcess.haul(
            new Fault(target(place), "stop", "renameat", 1),
            "copy",
            "-fT",
            "-j1",
            source(place).toString(),
            target(place).toString());
    run.awaitStop();
    assertThat(FaultTree.temporaries(target(place))).hasSize(1);
    return run;
  }

  private static Outcome update(Place place) throws Exception {
    return new Shell(place.root())
        .haul("copy", "-uT", source(place).toString(), target(place).toString());
  }

  @Test
  void temporaryFile_ofARunThatLives_isLeftAlone() throws Exception {
    try (Place place = Place.make()) {
      makeTrees(place);
      try (ChildProcess first = startAndStop(place)) {
        List<String> unfinished = FaultTree.temporaries(target(place));
        assertThat(update(place)).isEqualTo(SILENT_SUCCESS);
        assertThat(FaultTree.temporaries(target(place))).isEqualTo(unfinished);

        first.signal("CONT");
        assertThat(first.await()).isEqualTo(SILENT_SUCCESS);
        assertThat(Verdicts.differences(source(place), target(place))).isEmpty();
      }
    }
  }

  @Test
  void temporaryFile_ofARunThatDied_isRemovedByTheNext() throws Exception {
    try (Place place = Place.make()) {
      makeTrees(place);
      try (ChildProcess first = startAndStop(place)) {
        first.signal("KILL");
        first.await();
        assertThat(FaultTree.temporaries(target(place))).hasSize(1);
        assertThat(update(place)).isEqualTo(SILENT_SUCCESS);
        assertThat(Verdicts.differences(source(place), target(place))).isEmpty();
      }
    }
  }

  /** The twin: who clears up by the names alone makes the first run fail. */
  @Test
  void temporaryFile_thatIsRemovedByItsName_isMissed() throws Exception {
    try (Place place = Place.make()) {
      makeTrees(place);
      try (ChildProcess first = startAndStop(place)) {
        for (String name : FaultTree.temporaries(target(place))) {
          Files.delete(target(place).resolve(name));
        }
        first.signal("CONT");
        Outcome outcome = first.await();
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("haul: cannot copy ");
        assertThat(Verdicts.differences(source(place), target(place))).isNotEmpty();
      }
    }
  }
}
