package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fs.ByteText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisibleTest {
  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "it's", "ünï", "日本", "𝄞", "e\u0301"})
  void text_thatIsHarmless_staysAsItIs(String name) {
    assertThat(Visible.of(name)).isEqualTo(name);
  }

  @Test
  void controls_areEscaped() {
    assertThat(Visible.of("a\nb\tc\u001b[31m\u007f\u0085"))
        .isEqualTo("a\\nb\\tc\\x1b[31m\\x7f\\u0085");
  }

  @Test
  void bidiControlsAndSeparators_areEscaped() {
    assertThat(Visible.of("a\u202eb\u2066\u200b\u2028"))
        .isEqualTo("a\\u202eb\\u2066\\u200b\\u2028");
  }

  @Test
  void backslash_isDoubled_soThatNoNamePassesForAnother() {
    assertThat(Visible.of("a\\nb")).isEqualTo("a\\\\nb").isNotEqualTo(Visible.of("a\nb"));
  }

  @Test
  void bytes_thatAreNotUtf8_areShownAsBytes() {
    byte[] name = {'a', (byte) 0xE4, 'b', (byte) 0xFF};
    assertThat(Visible.of(ByteText.decode(name))).isEqualTo("a\\xe4b\\xff");
  }

  @Test
  void everyCharacterOfTheBasicPlane_isShownWithoutControls() {
    for (int c = 1; c < 0x10000; c++) {
      String shown = Visible.of("" + (char) c);
      assertThat(shown.chars().noneMatch(Character::isISOControl)).as("U+%04X", c).isTrue();
    }
  }
}
