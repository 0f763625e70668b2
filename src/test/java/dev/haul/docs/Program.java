package dev.haul.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A program of the system, with haul first in its path and an environment that is otherwise the
 * same everywhere.
 */
final class Program {
  static final Path DIST = Path.of(Objects.requireNonNull(System.getProperty("haul.dist")));

  private static final long PATIENCE_SECONDS = 60;

  private final ProcessBuilder builder;
  private final Path output;

  /**
   * A program that is not started yet.
   *
   * @param scratch a directory for what it leaves, which is also its home
   */
  Program(Path scratch, String... command) throws IOException {
    output = Files.createTempFile(scratch, "output", "");
    builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    String path = DIST.resolve("bin") + ":" + environment.get("PATH");
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH", path,
            "HOME", scratch.toString(),
            "LC_ALL", "C.UTF-8",
            "SHELL", "/bin/sh",
            "TERM", "xterm"));
  }

  Program in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  Program variable(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  Program input(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  /** What it printed, on both streams, when it has ended in whatever way. */
  String printed() throws IOException, InterruptedException {
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s ends", builder.command())
        .isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  List<String> lines() throws IOException, InterruptedException {
    return printed().lines().toList();
  }

  /** Skips the test where one of these is missing. */
  static void assume(String... programs) {
    for (String program : programs) {
      boolean there =
          Path.of("/usr/bin", program).toFile().canExecute()
              || Path.of("/bin", program).toFile().canExecute();
      assumeTrue(there, "needs " + program);
    }
  }
}
