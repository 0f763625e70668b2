package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds src/test/c/fault.c, which says what it does. */
final class FaultLibrary {
  private static final Path SOURCE = Path.of("src/test/c/fault.c");
  private static final Path LIBRARY = Path.of("target/fault.so").toAbsolutePath();

  private FaultLibrary() {}

  /** The library; the test is skipped where there is no C compiler. */
  static synchronized Path build() throws IOException, InterruptedException {
    assumeTrue(hasCompiler(), "needs a C compiler, cc");
    if (!Files.exists(LIBRARY) || isNewer(SOURCE, LIBRARY)) {
      run(
          "cc",
          "-shared",
          "-fPIC",
          "-O2",
          "-Wall",
          "-Wextra",
          "-Werror", //
          "-o",
          LIBRARY.toString(),
          SOURCE.toString(),
          "-ldl");
    }
    return LIBRARY;
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

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
  }
}
