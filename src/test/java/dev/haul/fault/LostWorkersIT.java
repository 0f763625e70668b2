package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fault.ChildProcess.Fault;
import dev.haul.testing.InMemory;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worker processes that die, stop, or lose their parent. {@code -Dcount=100} runs the killing of
 * random workers that often, {@code -Dseed=} with other workers and moments.
 */
final class LostWorkersIT {
  private static final int COUNT = Integer.getInteger("count", 5);
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int DIRECTORIES = 2_500;
  private static final int FILES = 20;
  private static final Pattern COUNTS = Pattern.compile("\"counts\":(\\{[^}]*})");
  private static final Pattern RESTARTS = Pattern.compile("\"restarts\":(\\d+)");

  /** Of 50,000 files; the tests only read it. */
  @TempDir(factory = InMemory.class)
  private static Path tree;

  @TempDir(factory = InMemory.class)
  private Path place;

  @BeforeAll
  static void makeTree() throws IOException {
    fill(tree, DIRECTORIES);
  }

  private static void fill(Path tree, int directories) throws IOException {
    for (int i = 0; i < directories; i++) {
      Path directory = Files.createDirectories(tree.resolve((i / 50) + "/" + i));
      for (int j = 0; j < FILES; j++) {
        Files.write(directory.resolve("file" + j), new byte[(i * FILES + j) % 3000]);
      }
    }
  }

  private ChildProcess copying(Path copy, String... options) throws Exception {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(Shell.HAUL, "copy", "--engine=processes", "-j2", "--json"));
    words.addAll(List.of(options));
    words.addAll(List.of(tree.toString(), copy.toString()));
    return ChildProcess.plain(words.toArray(String[]::new));
  }

  @Test
  void workersKilledAtRandom_areReplaced_andNothingIsMissingOrCountedTwice() throws Exception {
    Random random = new Random(SEED);
    String counts = counts(disturbed(place.resolve("undisturbed"), () -> -1, random));
    int restarts = 0;
    for (int i = 0; i < COUNT; i++) {
      Path copy = place.resolve("copy" + i);
      Outcome outcome = disturbed(copy, () -> 50 + random.nextInt(151), random);
      assertThat(outcome.code()).as("seed %d: %s%s", SEED, outcome.out(), outcome.err()).isZero();
      assertThat(counts(outcome)).as("seed %d", SEED).isEqualTo(counts);
      assertSame(copy);
      restarts += restarts(outcome);
      new Shell(place).run(List.of("rm", "-rf", copy.toString())).expectSuccess();
    }
    assertThat(restarts).isGreaterThan(COUNT);
    System.out.println(restarts + " workers killed in " + COUNT + " copies, seed " + SEED);
  }

  @Test
  void allWorkersKilledAtOnce_areReplaced() throws Exception {
    Path copy = place.resolve("copy");
    try (ChildProcess haul = copying(copy)) {
      haul.awaitThat("half is copied", () -> Files.exists(copy.resolve("25")));
      assertThat(haul.workers()).isNotEmpty();
      haul.workers().forEach(ProcessHandle::destroyForcibly);
      Outcome outcome = haul.await();
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(restarts(outcome)).isPositive();
    }
    assertSame(copy);
  }

  /** When to kill the next one, in milliseconds; less than zero for never. */
  private interface Moments {
    int next();
  }

  private Outcome disturbed(Path copy, Moments moments, Random random) throws Exception {
    try (ChildProcess haul = copying(copy)) {
      for (int next = moments.next(); next >= 0; next = moments.next()) {
        if (haul.endsWithin(next, TimeUnit.MILLISECONDS)) {
          break;
        }
        List<ProcessHandle> workers = haul.workers();
        if (!workers.isEmpty()) {
          workers.get(random.nextInt(workers.size())).destroyForcibly();
        }
      }
      return haul.await();
    }
  }

  private void assertSame(Path copy) throws IOException {
    Shell.needs("rsync");
    String differences =
        new Shell(place)
            .run(List.of("rsync", "-anicHAX", "--delete", tree + "/", copy + "/"))
            .expectSuccess();
    assertThat(differences).isEmpty();
  }

  private static String counts(Outcome outcome) {
    Matcher counts = COUNTS.matcher(outcome.out());
    assertThat(counts.find()).as(outcome.out()).isTrue();
    return counts.group(1);
  }

  private static int restarts(Outcome outcome) {
    return RESTARTS
        .matcher(outcome.out())
        .results()
        .mapToInt(each -> Integer.parseInt(each.group(1)))
        .sum();
  }

  /**
   * The twin of being replaced: a task that no worker survives is given up, the others are done.
   */
  @Test
  void taskThatKillsEveryWorker_failsInTheEnd() throws Exception {
    Path small = Files.createDirectory(place.resolve("small"));
    fill(small, 2);
    Path copy = Files.createDirectory(place.resolve("copy"));
    List<String> command =
        List.of(
            Shell.HAUL, "copy", "-e", "processes", "-j1", "-T", small.toString(), copy.toString());
    try (ChildProcess haul = ChildProcess.start(new Fault(copy, "kill", 1), command)) {
      Outcome outcome = haul.await();
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("the workers that tried it were lost");
      assertThat(haul.faults().size()).isBetween(30, 100);
    }
  }

  @Test
  void descriptorsForAFewWorkers_areEnough() throws Exception {
    Path small = Files.createDirectory(place.resolve("small"));
    fill(small, 100);
    String script =
        "ulimit -n 30; $H copy -j 8 -e processes --json -T small copy; diff -r small copy";
    assertThat(new Shell(place).sh(script).expectSuccess())
        .as("eight of them, with three pipes each, find no place")
        .containsPattern("(\"tasks\":0,.*){2}");
  }

  /** Standard output is the connection. */
  @Test
  void logOfTheJvm_disturbsNoWorker() throws Exception {
    Path small = Files.createDirectory(place.resolve("small"));
    fill(small, 2);
    new Shell(place)
        .sh(
            "export HAUL_JAVA_OPTIONS='-verbose:gc --show-version -Xlog:gc';"
                + " $H copy -e processes -qT small copy; diff -r small copy")
        .expectSuccess();
  }

  @Test
  void stoppedWorker_isGivenUpWhenItsTimeIsOver() throws Exception {
    Path copy = place.resolve("copy");
    try (ChildProcess haul = copying(copy, "--worker-timeout=1")) {
      haul.awaitThat("a worker is at work", () -> Files.exists(copy.resolve("1")));
      ChildProcess.signal(haul.workers().getFirst(), "STOP");
      Outcome outcome = haul.await();
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(restarts(outcome)).isPositive();
    }
    assertSame(copy);
  }

  @Test
  void parentKilled_endsItsWorkersWithinASecond() throws Exception {
    Path copy = place.resolve("copy");
    try (ChildProcess haul = copying(copy)) {
      haul.awaitThat("workers are at work", () -> isBegun(copy));
      List<ProcessHandle> workers = haul.workers();
      assertThat(workers).isNotEmpty();
      haul.signal("KILL");
      // Nobody tells of the end of processes that are not one's own.
      long killed = System.nanoTime();
      while (workers.stream().anyMatch(ChildProcess::runs)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(1));
      }
    }
  }

  /** As a terminal does it: to all of them. */
  @Test
  void interrupt_ofAllProcesses_endsThemInOrder() throws Exception {
    Path copy = place.resolve("copy");
    try (ChildProcess haul = copying(copy)) {
      haul.awaitThat("workers are at work", () -> isBegun(copy));
      List<ProcessHandle> workers = haul.workers();
      for (ProcessHandle worker : workers) {
        ChildProcess.signal(worker, "INT");
      }
      haul.signal("INT");
      Outcome outcome = haul.await();
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(130);
      assertThat(restarts(outcome)).isZero();
      assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }
    String left =
        new Shell(place).run(List.of("find", copy.toString(), "-name", ".haul-*")).expectSuccess();
    assertThat(left).isEmpty();
  }

  /** Whichever directories come first. */
  private static boolean isBegun(Path copy) {
    if (Files.notExists(copy)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(copy)) {
      return entries.limit(DIRECTORIES / 100).count() == DIRECTORIES / 100;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
