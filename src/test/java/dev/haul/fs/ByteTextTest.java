package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteTextTest {
  private static final int ROUNDS = Integer.getInteger("count", 2_000);

  @Test
  void randomBytes_decodedAndEncoded_areTheSame() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("ByteTextTest: -Dseed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = mostlyText(random);
      assertThat(ByteText.encode(ByteText.decode(bytes)))
          .as("round %d of seed %d", i, seed)
          .isEqualTo(bytes);
    }
  }

  // Whole characters of every length, and bytes at random, which break them.
  private static byte[] mostlyText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int point = random.nextInt(Math.min(0x20 << random.nextInt(17), Character.MAX_CODE_POINT));
      text.appendCodePoint(Character.getType(point) == Character.SURROGATE ? 'x' : point);
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "ünï", "日本", "😀", "a\u0000b", "\uFFFD"})
  void validText_encoded_isUtf8(String text) {
    assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(UTF_8));
    assertThat(ByteText.decode(text.getBytes(UTF_8))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "ff, \\uDCFF",
    "80, \\uDC80",
    "c3, \\uDCC3",
    "c328, \\uDCC3(",
    "61e282, a\\uDCE2\\uDC82",
    "eda080, \\uDCED\\uDCA0\\uDC80",
    "edb2ff, \\uDCED\\uDCB2\\uDCFF",
    "c080, \\uDCC0\\uDC80",
    "f4908080, \\uDCF4\\uDC90\\uDC80\\uDC80",
    "f09f98, \\uDCF0\\uDC9F\\uDC98",
  })
  void invalidBytes_decoded_becomeOneEscapeEach(String hex, String escaped) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(ByteText.decode(bytes)).isEqualTo(unescape(escaped));
    assertThat(ByteText.encode(unescape(escaped))).isEqualTo(bytes);
  }

  private static String unescape(String text) {
    return Pattern.compile("\\\\u([0-9A-F]{4})")
        .matcher(text)
        .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
  }

  @Test
  void escape_afterAHighSurrogate_isTheSecondHalfOfACharacter() {
    String character = "\uD83D\uDCBE";
    assertThat(ByteText.isEscape(character, 1)).isFalse();
    assertThat(ByteText.isEscape("\uDCBE", 0)).isTrue();
    assertThat(ByteText.isEscape("a", 0)).isFalse();
    assertThat(ByteText.encode(character)).isEqualTo(character.getBytes(UTF_8));
  }
}
