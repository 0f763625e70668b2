package dev.haul.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Location;
import dev.haul.Move;
import dev.haul.MoveOptions;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In what order sources are moved. Paths are below a directory of the test's own. */
final class MovePlannerTest {
  @TempDir private Path directory;

  @BeforeEach
  void makesFiles() throws IOException {
    Files.createDirectories(directory.resolve("a/b/c"));
    Files.createDirectories(directory.resolve("other"));
    Files.createDirectories(directory.resolve("into"));
    Files.writeString(directory.resolve("a/b/c/file"), "x");
    Files.createSymbolicLink(directory.resolve("linked"), Path.of("a"));
  }

  private MovePlan plan(String... sources) throws IOException {
    List<Location> locations = Arrays.stream(sources).map(this::at).toList();
    return MovePlanner.plan(locations, at("into"), TargetRule.AUTO, MoveOptions.defaults());
  }

  private Location at(String path) {
    return Location.parse(directory + "/" + path);
  }

  private String step(List<Move> moves) {
    List<String> sources = moves.stream().map(move -> move.source().toString()).toList();
    return String.join(" ", sources).replace(directory + "/", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a other | a other",
        "a/b a | a/b, a",
        "a a/b | a/b, a",
        "a other a/b a/b/c/file | a/b/c/file, a/b, a other",
        // Not by the text: the link is moved as such, but what is named by way of it lies in a.
        "a linked/b linked | linked/b, a linked",
        "a a/gone | a/gone, a",
        "a gone | a gone",
        "gone nowhere/gone | gone nowhere/gone",
      })
  void sourceInAnother_goesBeforeIt(String sources, String steps) throws IOException {
    MovePlan plan = plan(sources.split(" "));
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.steps().stream().map(this::step)).containsExactly(steps.split(", "));
  }

  @ParameterizedTest
  @CsvSource({"a a", "a a/", "a linked/../a", "a/b linked/b"})
  void sourceThatIsNamedTwice_isRefused(String sources) throws IOException {
    MovePlan plan = plan(sources.split(" "));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.refusals().getFirst().kind()).isIn(Kind.UNUSABLE, Kind.SAME_TARGET);
  }

  @Test
  void nothingIsInAnother_ifThereIsOnlyOne() throws IOException {
    assertThat(plan("a/b").steps()).hasSize(1);
  }
}
