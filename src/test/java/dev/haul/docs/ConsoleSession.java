package dev.haul.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.docs.ConsoleBlock.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One bash at a terminal of its own, in a directory that holds testdata and nothing else, with haul
 * on the PATH: where a {@link ConsoleBlock} is run as the reader would run it.
 */
final class ConsoleSession {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** Stands behind what each command printed, with its exit code; no text holds it. */
  private static final String MARK = "\0";

  private final Path scratch;
  private final Path directory;

  /**
   * A session that has not begun.
   *
   * @param scratch an empty directory, to be deleted by the caller
   */
  ConsoleSession(Path scratch) throws IOException, InterruptedException {
    this.scratch = scratch;
    this.directory = Files.createDirectory(scratch.resolve("work"));
    String testdata = Path.of("testdata").toAbsolutePath().toString();
    assertThat(new Program(scratch, "cp", "-a", testdata, directory.toString()).printed())
        .isEmpty();
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
    Path script = scratch.resolve("script");
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
    String bash = "bash --norc '" + script + "' </dev/null";
    String printed =
        new Program(scratch, "script", "--quiet", "--echo=never", "--command", bash, "/dev/null")
            .in(directory)
            // A document cannot show a line that is gone in the end.
            .variable("HAUL_PROGRESS", "never")
            .printed();
    return COLOUR.matcher(printed).replaceAll("").replace("\r\n", "\n");
  }

  /** Skips the test if a session, or a program that the documents use, is not to be had here. */
  static void assumePossible() {
    Program.assume("bash", "script", "jq");
  }
}
