package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds what is in src/test/c, each of which says what it does. */
final class CSource {
  private static final Path SOURCES = Path.of("src/test/c");
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private CSource() {}

  /** A library to be loaded before libc; the test is skipped where there is no C compiler. */
  static Path library(String name) throws IOException, InterruptedException {
    return build(name + ".c", TARGET.resolve(name + ".so"), List.of("-shared", "-fPIC", "-ldl"));
  }

  /** A program; the test is skipped where there is no C compiler. */
  static Path program(String name) throws IOException, InterruptedException {
    return build(name + ".c", TARGET.resolve(name), List.of());
  }

  private static synchronized Path build(String name, Path made, List<String> options)
      throws IOException, InterruptedException {
    assumeTrue(hasCompiler(), "needs a C compiler, cc");
    Path source = SOURCES.resolve(name);
    if (!Files.exists(made) || isNewer(source, made)) {
      List<String> command =
          new ArrayList<>(List.of("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o"));
      command.addAll(List.of(made.toString(), source.toString()));
      command.addAll(options);
      run(command);
    }
    return made;
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return new ProcessBuilder("cc", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
  }
}
