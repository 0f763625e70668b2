package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameTest {
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "a/", "/a", "../a", "a\0b", "\0"})
  void name_thatLeadsElsewhere_isRefused(String text) {
    assertThat(Name.isPlain(text.getBytes(UTF_8))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Name.of(text));
    assertThatIllegalArgumentException().isThrownBy(() -> Name.of(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "...", ".a", "..a", "-", " ", "a\nb", "\\", "ünï", "\uDCFF"})
  void name_thatIsPlain_isKept(String text) {
    assertThat(Name.of(text)).hasToString(text);
    assertThat(Name.of(Name.of(text).bytes())).isEqualTo(Name.of(text));
  }

  @Test
  void names_ofEqualBytes_areEqual() {
    assertThat(Name.of("a")).isEqualTo(Name.of("a")).hasSameHashCodeAs(Name.of("a"));
    assertThat(Name.of("a")).isNotEqualTo(Name.of("b")).isNotEqualTo("a");
  }

  @Test
  void names_thatOnlyLookEqual_areNot() {
    assertThat(Name.of("\u00e9")).isNotEqualTo(Name.of("e\u0301"));
    assertThat(Name.of("\uFFFD")).isNotEqualTo(Name.of(new byte[] {(byte) 0xFF}));
  }
}
