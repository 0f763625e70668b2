package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What chmod(1) makes of a mode, with a umask of 022; tried with that of coreutils 9. */
final class ModeChangeTest {
  private static final int UMASK = 022;

  @ParameterizedTest
  @CsvSource({
    "600, +w, 600",
    "644, +w, 644",
    "644, a+w, 666",
    "666, -w, 466",
    "666, a-w, 444",
    "777, =rw, 644",
    "777, a=rw, 666",
    "644, +x, 755",
    "4755, 644, 644",
    "644, 'u+x,go=', 700"
  })
  void mode_ofAFile(String before, String change, String after) {
    assertThat(changed(before, change, false)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "2755, 700, 2700",
    "755, 2700, 2700",
    "2755, g-s, 755",
    "2755, =rx, 2555",
    "1777, 755, 755",
    "644, +X, 755"
  })
  void mode_ofADirectory(String before, String change, String after) {
    assertThat(changed(before, change, true)).isEqualTo(after);
  }

  private static String changed(String before, String change, boolean directory) {
    int mode = ModeChange.parse(change).apply(Integer.parseInt(before, 8), directory, UMASK);
    return Integer.toOctalString(mode);
  }
}
