package dev.haul.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the command line in this JVM, with surroundings of its own. */
final class CommandTester {
  /** What came of a command. */
  record Outcome(ExitCode code, String out, String err) {
    List<String> errorLines() {
      return err.lines().toList();
    }
  }

  private final Map<String, String> environment = new HashMap<>();
  private byte[] input = {};
  private boolean terminal;
  private @Nullable OutputStream broken;

  CommandTester variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CommandTester input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  CommandTester input(byte[] bytes) {
    input = bytes;
    return this;
  }

  /** Makes standard input, standard output and standard error terminals. */
  CommandTester terminal() {
    terminal = true;
    return this;
  }

  /** Makes standard output fail with this message. */
  CommandTester brokenOutput(String message) {
    broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    return this;
  }

  /** Paths are given as they are; anything else by its text. */
  Outcome run(Object... words) {
    OutputStream out = broken == null ? new ByteArrayOutputStream() : broken;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            environment,
            new ByteArrayInputStream(input),
            () -> terminal,
            Output.buffered(out, () -> terminal),
            Output.immediate(err, () -> terminal));
    String[] texts = Arrays.stream(words).map(CommandTester::text).toArray(String[]::new);
    ExitCode code = new Haul(surroundings).run(texts);
    return new Outcome(code, text(out), text(err));
  }

  private static String text(Object word) {
    return word instanceof Path path ? path.toString() : String.valueOf(word);
  }

  private static String text(OutputStream stream) {
    return stream instanceof ByteArrayOutputStream bytes
        ? bytes.toString(StandardCharsets.UTF_8)
        : "";
  }
}
