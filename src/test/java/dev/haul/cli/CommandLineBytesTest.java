package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CommandLineBytesTest {
  private static byte[] line(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void lastWords_ofBytesThatAreNotText_keepThem() {
    String[] args = {"copy", "a?b", "c"};
    assertThat(CommandLineBytes.lastWords(line("java\0-cp\0x\0copy\0a\u00e4b\0c\0"), args))
        .containsExactly("copy", "a\udce4b", "c");
  }

  @Test
  void lastWords_withEmptyOnes_countThem() {
    String[] args = {"copy", "", ""};
    assertThat(CommandLineBytes.lastWords(line("java\0copy\0\0\0"), args))
        .containsExactly("copy", "", "");
  }

  @Test
  void lastWords_ofTooFew_areTheArguments() {
    String[] args = {"a?", "b"};
    assertThat(CommandLineBytes.lastWords(line("b\0"), args)).isSameAs(args);
  }

  @Test
  void exact_ofPlainWords_asksNobody() {
    String[] args = {"copy", "a", "b"};
    assertThat(CommandLineBytes.exact(args)).isSameAs(args);
  }
}
