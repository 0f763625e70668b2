package dev.haul.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.docs.ConsoleBlock.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One bash at a terminal of its own, in a directory that holds testdata and nothing else, with haul
 * on the PATH: where a {@link ConsoleBlock} is run as the reader would run it.
 */
final class ConsoleSession {
  private static final Path DIST = Path.of(Objects.requireNonNull(System.getProperty("haul.dist")));
  private static final long PATIENCE_SECONDS = 60;

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** Stands behind what each command printed, with its exit code; no text holds it. */
  private static final String MARK = "\0";

  private final Path directory;

  /**
   * A session that has not begun.
   *
   * @param scratch an empty directory, to be deleted by the caller
   */
  ConsoleSession(Path scratch) throws IOException, InterruptedException {
    directory = Files.createDirectory(scratch.resolve("work"));
    succeed("cp", "-a", Path.of("testdata").toAbsolutePath().toString(), directory.toString());
  }

  /** What a command did. */
  private record Outcome(List<String> printed, int code) {}

  /** Runs the block, and fails unless it goes as it is written. */
  void check(ConsoleBlock block) throws IOException, InterruptedException {
    List<Step> steps = block.steps();
    List<Outcome> outcomes = run(steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String which = block.place() + ": " + step.command();
      assertThat(outcomes).as(which + ": ran").hasSizeGreaterThan(i);
      Outcome outcome = outcomes.get(i);
      if (!step.isMetBy(outcome.printed())) {
        assertThat(outcome.printed()).as(which).isEqualTo(step.output());
      }
      boolean codeIsShown = i + 1 < steps.size() && steps.get(i + 1).showsExitCode();
      if (!codeIsShown) {
        assertThat(outcome.code()).as(which + ": exit code, with no echo $? to show it").isZero();
      }
    }
  }

  private List<Outcome> run(List<Step> steps) throws IOException, InterruptedException {
    Path script = directory.resolveSibling("script");
    Files.writeString(script, "umask 022\n");
    for (Step step : steps) {
      String command = step.command().replace("'", "'\\''");
      String line = "eval '" + command + "'; c=$?; printf '\\0%d\\0' $c; (exit $c)\n";
      Files.writeString(script, line, StandardOpenOption.APPEND);
    }
    return outcomes(printed(script));
  }

  private static List<Outcome> outcomes(String printed) {
    String[] parts = printed.split(MARK, -1);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      outcomes.add(new Outcome(parts[i].lines().toList(), Integer.parseInt(parts[i + 1])));
    }
    return outcomes;
  }

  private String printed(Path script) throws IOException, InterruptedException {
    Path output = directory.resolveSibling("output");
    String bash = "bash --norc '" + script + "' </dev/null";
    ProcessBuilder builder =
        new ProcessBuilder("script", "--quiet", "--echo", "never", "--command", bash, "/dev/null")
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    setEnvironment(builder.environment());
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return COLOUR
        .matcher(Files.readString(output, StandardCharsets.UTF_8))
        .replaceAll("")
        .replace("\r\n", "\n");
  }

  private void setEnvironment(Map<String, String> environment) {
    String path = DIST.resolve("bin") + ":" + environment.get("PATH");
    environment.clear();
    environment.put("PATH", path);
    environment.put("HOME", directory.resolveSibling("home").toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("SHELL", "/bin/sh");
    environment.put("TERM", "xterm");
    // A document cannot show a line that is gone in the end.
    environment.put("HAUL_PROGRESS", "never");
  }

  /** Skips the test if a session, or a program that the documents use, is not to be had here. */
  static void assumePossible() throws IOException, InterruptedException {
    for (String program : List.of("bash", "script", "jq")) {
      boolean there = start("sh", "-c", "command -v " + program).waitFor() == 0;
      assumeTrue(there, "needs " + program);
    }
  }

  private static void succeed(String... command) throws IOException, InterruptedException {
    assertThat(start(command).waitFor()).as(String.join(" ", command)).isZero();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }
}
