package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Errors and short writes at every call that changes something, one after the other. */
final class FaultTrialsTest {
  private static final Pattern FIGURES =
      Pattern.compile("trials=(\\d+) delivered=(\\d+) violations=(\\d+)");

  /**
   * EIO, EAGAIN, EBUSY, EINVAL, ENOSPC, short writes, and a disk that stays full; on demand also
   * EPERM, EOPNOTSUPP, ESTALE and a disk that stays broken.
   */
  private static final String FAULTS =
      Boolean.getBoolean("thorough")
          ? "1,5,11,16,22,28,95,116,short,5+,28+"
          : "5,11,16,22,28,short,28+";

  /** What came of a JVM full of trials. */
  private record Figures(int trials, int delivered, int violations, String output) {}

  @ParameterizedTest
  @EnumSource(value = FaultTrials.Scenario.class, mode = Mode.EXCLUDE, names = "NAIVE")
  void faultAtEveryCall_losesNothingAndIsReported(FaultTrials.Scenario scenario) throws Exception {
    Figures figures = run(scenario, faultsOf(scenario));
    assertThat(figures.violations()).as(figures.output()).isZero();
    assertThat(figures.trials()).as(figures.output()).isGreaterThan(100);
    System.out.println(scenario + ": " + figures.output().strip());
  }

  /** A file that is shared takes many calls: of those that end alike, one. */
  private static String faultsOf(FaultTrials.Scenario scenario) {
    boolean few = scenario == FaultTrials.Scenario.SHARED && !Boolean.getBoolean("thorough");
    return few ? "5,16,short" : FAULTS;
  }

  /** The twin: the same checks find a copier that takes the old file away first. */
  @Test
  void faultAtEveryCall_ofCopierThatProtectsNothing_isFoundOut() throws Exception {
    Figures figures = run(FaultTrials.Scenario.NAIVE, "5,28");
    assertThat(figures.violations()).as(figures.output()).isPositive();
    assertThat(figures.output()).contains("is gone");
  }

  private Figures run(FaultTrials.Scenario scenario, String faults) throws Exception {
    Path library = CSource.library("fault");
    try (Place place = Place.make()) {
      return run(library, place.root(), scenario, faults);
    }
  }

  private static Figures run(Path library, Path place, FaultTrials.Scenario scenario, String faults)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FaultTrials.class.getName());
    command.addAll(List.of(place.toString(), library.toString(), scenario.name(), faults));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_PRELOAD", library.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher figures = FIGURES.matcher(output);
    assertThat(figures.find()).as(output).isTrue();
    return new Figures(
        Integer.parseInt(figures.group(1)),
        Integer.parseInt(figures.group(2)),
        Integer.parseInt(figures.group(3)),
        output);
  }
}
