package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.Ownership;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a few lines each. */
final class SmallPartsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048524, 1023.9 KiB",
    "1048575, 1.0 MiB",
    "5368709120, 5.0 GiB",
    "9223372036854775807, 8.0 EiB"
  })
  void bytes_areGivenInTheLargestUnit(long bytes, String expected) {
    assertThat(Amount.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"copy, cpoy, 1", "copy, copi, 1", "abc, abc, 0", "'', abc, 3", "--force, --forse, 1"})
  void distance_countsSlips(String a, String b, int slips) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(slips).isEqualTo(Suggestions.distance(b, a));
  }

  @Test
  void suggestions_forNothingNear_areNone() {
    assertThat(Suggestions.of("xyz", List.of("copy", "doctor"))).isEmpty();
    assertThat(Suggestions.of("x", List.of("copy", "y"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"24 80, 80", "'50 132\n', 132", "0 0, 80", "'', 80", "nonsense, 80"})
  void columns_areTheSecondNumber(String size, int columns) {
    assertThat(Terminal.columns(size)).isEqualTo(columns);
  }

  @Test
  void archive_isFoundAmongMappedFiles_butNotTheRuntimesOwn() {
    String own = "7f00-7f01 r--p 0 fe:00 1   /opt/a place/lib/haul.jsa\n";
    String runtimes = "7f00-7f01 r--p 0 fe:00 1   /opt/jdk/lib/server/classes.jsa\n";
    assertThat(Installation.archiveIn(runtimes + own, "/opt/jdk"))
        .isEqualTo("/opt/a place/lib/haul.jsa");
    assertThat(Installation.archiveIn(runtimes, "/opt/jdk")).isNull();
    assertThat(Installation.archiveIn("", "/opt/jdk")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, -1", "7:8, 7, 8", ":8, -1, 8", "root, 0, -1", "root:root, 0, 0", "7:, 7, -1"})
  void owners_areNumbersOrNames(String text, int owner, int group) throws UsageException {
    assertThat(Owners.parse(new Choice(text, "--chown"))).isEqualTo(new Ownership(owner, group));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "99999999999", "no such user", "0:no such group", "-1"})
  void owners_thatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> Owners.parse(new Choice(text, "--chown")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--chown: '" + text + "'");
  }
}
