package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OutputTest {
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  @Test
  void buffered_arrivesWhenFlushed() {
    Output output = Output.buffered(stream, () -> false);
    output.line("ünï");
    assertThat(stream.size()).isZero();
    output.flush();
    assertThat(stream.toString(StandardCharsets.UTF_8)).isEqualTo("ünï\n");
  }

  @Test
  void buffered_ofMoreThanItsBuffer_keepsTheOrder() {
    Output output = Output.buffered(stream, () -> false);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      output.line("line " + i);
      all.append("line ").append(i).append('\n');
    }
    output.print("x".repeat(20_000));
    output.flush();
    assertThat(stream.toString(StandardCharsets.UTF_8)).isEqualTo(all + "x".repeat(20_000));
  }

  @Test
  void immediate_arrivesAtOnce() {
    Output.immediate(stream, () -> false).line("now");
    assertThat(stream.toString(StandardCharsets.UTF_8)).isEqualTo("now\n");
  }

  @Test
  void error_ofTheStream_isRemembered_andEndsTheWriting() {
    int[] calls = {0};
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            calls[0]++;
            throw new IOException("Broken pipe");
          }
        };
    Output output = Output.immediate(broken, () -> false);
    output.line("one");
    output.line("two");
    assertThat(output.error()).hasMessage("Broken pipe");
    assertThat(output.isClosedPipe()).isTrue();
    assertThat(calls[0]).isEqualTo(1);
  }
}
