package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Engine;
import dev.haul.Operation;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An open engine, and the names of a source and a target that are not there yet. */
abstract class EngineFixture {
  @TempDir Path folder;

  Engine engine;
  Path source;
  Path target;

  abstract Engine open();

  @BeforeEach
  void openEngine() {
    engine = open();
    source = folder.resolve("source");
    target = folder.resolve("target");
  }

  @AfterEach
  void closeEngine() throws IOException {
    engine.close();
    // JUnit cannot delete what has no path short enough.
    run("rm", "-rf", source.toString(), target.toString());
  }

  final RunSummary run(ProgressListener listener, Operation... operations) {
    return engine.run(List.of(operations), listener);
  }

  /** What a command that must succeed prints. */
  static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).isZero();
    return printed;
  }
}
