package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTextTest {
  private static final Pattern PERCENT = Pattern.compile("(\\d+)%");

  private static Progress at(long millis, long found, long done, long bytesFound, long bytes) {
    return new Progress(
        true, found, done, bytesFound, bytes, 0, "some/where/file", Duration.ofMillis(millis));
  }

  private static int percent(String line) {
    Matcher matcher = PERCENT.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void line_ofAWideTerminal_hasAllFigures() {
    ProgressText text = new ProgressText();
    assertThat(text.line(at(5000, 200, 100, 200 << 20, 100 << 20), 120))
        .isEqualTo(
            "[##########----------] 50%  100 of 200  100.0 MiB of 200.0 MiB  20.0 MiB/s"
                + "  ETA 0:05  some/where/file");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 40, 60, 79, 80, 100, 200})
  void line_ofAnyWidth_fits(int width) {
    String line =
        new ProgressText().line(at(5000, 2_000_000, 1_000_000, 1L << 50, 1L << 49), width);
    assertThat(line.length()).isLessThan(width);
  }

  @Test
  void line_ofANarrowTerminal_leavesOutWhatHasNoRoom() {
    Progress progress = at(5000, 200, 100, 200 << 20, 100 << 20);
    assertThat(new ProgressText().line(progress, 39))
        .isEqualTo("50%  100 of 200  20.0 MiB/s  ETA 0:05");
    assertThat(new ProgressText().line(progress, 12)).isEqualTo("50%");
  }

  @Test
  void percent_whileTotalsGrow_neverGoesBackwards() {
    long seed = 42;
    Random random = new Random(seed);
    ProgressText text = new ProgressText();
    long found = 1;
    long done = 0;
    int last = 0;
    for (int i = 1; i < 1000; i++) {
      found += random.nextInt(50);
      done = Math.min(found, done + random.nextInt(60));
      int now = percent(text.line(at(i * 100L, found, done, found << 10, done << 10), 100));
      assertThat(now).as("step %d, seed %d", i, seed).isBetween(last, 100);
      last = now;
    }
  }

  @Test
  void whole_isNotSpokenOf_untilItIsKnown() {
    Progress searching = new Progress(false, 9, 3, 9, 3, 0, "", Duration.ofSeconds(9));
    assertThat(new ProgressText().line(searching, 100))
        .startsWith("3 done  3 B  ")
        .doesNotContain("%", "ETA", "[");
  }

  @Test
  void failures_areShown() {
    Progress progress = new Progress(true, 9, 3, 9, 3, 2, "", Duration.ofSeconds(1));
    assertThat(new ProgressText().line(progress, 100)).contains("  2 failed");
  }

  @Test
  void name_thatIsHostile_isShownHarmless() {
    Progress progress = new Progress(true, 9, 3, 9, 3, 0, "a\u001b[2J\n", Duration.ofSeconds(1));
    assertThat(new ProgressText().line(progress, 100)).endsWith("a\\x1b[2J\\n");
  }

  @Test
  void lineOnTheTerminal_appearsAfterAPause_andMakesWay() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Output err = Output.immediate(screen, () -> true);
    int[] asked = {0};
    ProgressLine line =
        new ProgressLine(
            err,
            ProgressLine.USUAL_PAUSE,
            () -> {
              asked[0]++;
              return 40;
            });
    Messages messages = new Messages(err, Style.of(When.NEVER, err, nowhere(err)));
    messages.standAside(line);
    line.show(at(499, 2, 1, 2, 1));
    assertThat(screen.size()).isZero();
    line.show(at(500, 2, 1, 2, 1));
    line.show(at(900, 2, 1, 2, 1));
    messages.note("a message");
    line.show(at(1000, 2, 1, 2, 1));
    line.end();
    assertThat(asked[0]).isEqualTo(1);
    String text = screen.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("\r\u001b[Khaul: a message\n\r\u001b[?7l50%").endsWith("\r\u001b[K");
    // Not wrapped: a terminal that became narrower, or letters twice as wide, leave one line.
    assertThat(text).containsPattern("\\x{1b}\\[\\?7l50%[^\r]*\\x{1b}\\[K\\x{1b}\\[\\?7h\r");
    line.show(at(3000, 2, 2, 2, 2));
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void log_saysALineEveryFiveSeconds() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Output err = Output.immediate(file, () -> false);
    ProgressLog log = new ProgressLog(new Messages(err, Style.of(When.NEVER, err, nowhere(err))));
    for (int millis = 0; millis <= 12_000; millis += 100) {
      log.show(at(millis, 200, 100, 200, 100));
    }
    assertThat(file.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(l -> l.startsWith("haul: ["));
  }

  private static Surroundings nowhere(Output err) {
    return new Surroundings(Map.of(), InputStream.nullInputStream(), () -> false, err, err);
  }
}
