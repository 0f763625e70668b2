package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in brackets, and what is said of what cannot. */
final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "[a-c], b, true",
    "[a-c], d, false",
    "[!a-c], d, true",
    "[^a-c], b, false",
    "[a-], -, true",
    "[-a], -, true",
    "[]a], ], true",
    "[a^], ^, true",
    "[a&&b], b, true",
    "[[a], [, true",
    "[a-cx-z], y, true",
    "[\\], \\, true",
    "[[:upper:]], B, true",
    "[[:upper:]], b, false",
    "[![:upper:]_], _, false",
    "[a[:digit:]-], 7, true",
    "[a[:digit:]-], -, true",
    "[]:], :, true",
    "[+--], '-', true",
    "[\ud83d\ude00-\ud83d\ude02], \ud83d\ude01, true",
    "[\udc80-\udcff], \udce4, true"
  })
  void brackets_standForOneCharacter(String glob, String name, boolean matches) {
    assertThat(EntryFilter.of(List.of(glob), List.of()).takes(name, false)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[z-a]   | nothing is from 'z' to 'a'",
        "[a      | a '[' without its ']'",
        "x[!]    | a '[' without its ']'",
        "[[:big:]] | no characters are called 'big'",
        "[[:upper:] | a '[' without its ']'",
        "./a     | no path below an operand has '.'",
        "a/../b  | no path below an operand has '..'",
        "a//b    | an empty name matches nothing",
        "{a,b    | a '{' without its '}'",
        "a\\      | nothing behind the last '\\'"
      })
  void glob_thatIsNone_isRefusedInALine(String glob, String why) {
    assertThatThrownBy(() -> EntryFilter.of(List.of(), List.of(glob)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a glob: '" + glob + "': " + why);
  }
}
