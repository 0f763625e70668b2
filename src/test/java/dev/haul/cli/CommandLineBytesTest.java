package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandLineBytesTest {
  private static byte[] line(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void split_ofBytesThatAreNotText_keepsThem_andEmptyWords() {
    assertThat(CommandLineBytes.split(line("copy\0\0a\u00e4\nb\0\0")))
        .containsExactly("copy", "", "a\udce4\nb", "");
  }

  @Test
  void last_areAsManyAsTheArguments() {
    String[] args = {"copy", "a?b"};
    assertThat(CommandLineBytes.last(List.of("java", "-cp", "x", "copy", "a\udce4b"), args))
        .containsExactly("copy", "a\udce4b");
  }

  @Test
  void last_ofTooFew_areTheArguments() {
    String[] args = {"a?", "b"};
    assertThat(CommandLineBytes.last(List.of("b"), args)).isSameAs(args);
  }

  @Test
  void exact_ofPlainWords_asksNobody() {
    String[] args = {"copy", "a", "b"};
    assertThat(CommandLineBytes.exact(args)).isSameAs(args);
  }
}
