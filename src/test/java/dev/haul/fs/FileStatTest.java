package dev.haul.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileStatTest {
  private static FileStat stat(Instant modified, Instant changed) {
    return new FileStat(
        new FileIdentity(1, 2),
        FileType.REGULAR,
        0644,
        0,
        0,
        1,
        10,
        4096,
        0,
        modified,
        modified,
        changed);
  }

  private static boolean isSame(int original, int copy, int changed) {
    FileStat there = stat(Instant.ofEpochSecond(7, copy), Instant.ofEpochSecond(9, changed));
    return stat(Instant.ofEpochSecond(7, original), Instant.EPOCH).sameSizeAndTime(there);
  }

  /** What the file system of the copy can hold shows in the last column. */
  @ParameterizedTest
  @CsvSource({
    "123456789, 123456789, 987654321",
    "123456789, 0, 0",
    "123456789, 120000000, 980000000",
    "123456789, 123000000, 987000000",
    "123456789, 123456000, 987654000",
    "123456789, 123456700, 987654300"
  })
  void copyWithTheTimeThatCanBeHeld_isTheSame(int original, int copy, int changed) {
    assertThat(isSame(original, copy, changed)).isTrue();
  }

  /** The twin: where more can be held, it is another time. */
  @ParameterizedTest
  @CsvSource({
    "123456789, 0, 987654321",
    "123456789, 123456700, 987654321",
    "123456789, 123456700, 987654310",
    "123456789, 0, 980000000",
    "123456789, 124000000, 0",
    "0, 1, 0"
  })
  void copyWithAnotherTime_isNotTheSame(int original, int copy, int changed) {
    assertThat(isSame(original, copy, changed)).isFalse();
  }

  @Test
  void anotherSecond_isAnotherTime_howeverCoarse() {
    FileStat there = stat(Instant.ofEpochSecond(8), Instant.ofEpochSecond(10));
    assertThat(stat(Instant.ofEpochSecond(7), Instant.EPOCH).sameSizeAndTime(there)).isFalse();
  }
}
