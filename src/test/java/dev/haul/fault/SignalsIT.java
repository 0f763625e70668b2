package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fault.ChildProcess.Fault;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import dev.haul.testing.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ctrl-C and its like at some call of a copy of five thousand files; more often with {@code
 * -Dcount=100}.
 */
final class SignalsIT {
  private static final int ROUNDS = Integer.getInteger("count", 3);
  private static final int DIRECTORIES = 50;
  private static final int FILES_IN_EACH = 100;
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;
  private static final String MESSAGE = "haul: stopping, and removing what is unfinished";

  private final long seed = Long.getLong("seed", new Random().nextLong());

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < DIRECTORIES; i++) {
      for (int j = 0; j < FILES_IN_EACH; j++) {
        names.add("d" + i + "/f" + j);
      }
    }
    return names;
  }

  private static Path makeTree(Path root, String age) throws IOException {
    for (String name : names()) {
      Path file = root.resolve(name);
      if (name.endsWith("/f0")) {
        Files.createDirectories(root.resolve(name.substring(0, name.indexOf('/'))));
      }
      Files.writeString(file, age + " " + name);
    }
    return root;
  }

  private static List<String> copyOf(Path source, Path target) {
    return List.of(Shell.HAUL, "copy", "-fT", source.toString(), target.toString());
  }

  /** Files that are neither as in the source nor as {@code otherwise} allows. */
  private static List<String> damaged(Path target, Predicate<String> otherwise) {
    return names().stream()
        .filter(name -> !contentOf(target.resolve(name)).equals("new " + name))
        .filter(otherwise.negate())
        .toList();
  }

  private static String contentOf(Path file) {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "unreadable";
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signal_atSomeCall_leavesNothingHalf(boolean old) throws Exception {
    Random random = new Random(seed);
    try (Place place = Place.make()) {
      Path source = makeTree(place.resolve("source"), "new");
      Path target = place.resolve("mutated/target");
      long calls = countCalls(place, source, target, old);
      int early = 0;
      for (int i = 0; i < ROUNDS; i++) {
        prepare(place, target, old);
        long call = 1 + random.nextLong(calls * 9 / 10);
        boolean interrupted = random.nextBoolean();
        Fault fault = new Fault(place.resolve("mutated"), interrupted ? "int" : "term", call);
        try (ChildProcess run = ChildProcess.start(fault, copyOf(source, target))) {
          Outcome outcome = run.await();
          String what = "seed " + seed + ", " + run;
          assertThat(run.faults()).as(what).hasSize(1);
          assertThat(outcome.code()).as(what).isEqualTo(interrupted ? INTERRUPTED : TERMINATED);
          assertThat(outcome.err()).as(what).startsWith(MESSAGE);
          assertNothingHalf(what, target, old);
        }
        early += damaged(target, name -> false).isEmpty() ? 0 : 1;
        complete(source, target);
      }
      System.out.printf(
          "%s: seed %d, %d signals at calls up to %d, %d before all was copied%n",
          old ? "replace" : "fresh", seed, ROUNDS, calls, early);
      assertThat(early).isPositive();
    }
  }

  private static long countCalls(Place place, Path source, Path target, boolean old)
      throws Exception {
    prepare(place, target, old);
    Fault none = Fault.none(place.resolve("mutated"));
    try (ChildProcess run = ChildProcess.start(none, copyOf(source, target))) {
      assertThat(run.await()).isEqualTo(new Outcome(0, "", ""));
      String told = run.faults().getLast();
      assertThat(told).startsWith("calls ");
      return Long.parseLong(told.substring("calls ".length()));
    }
  }

  private static void prepare(Place place, Path target, boolean old) throws IOException {
    FaultTree.delete(place.resolve("mutated"));
    Files.createDirectory(place.resolve("mutated"));
    if (old) {
      makeTree(target, "older");
    }
  }

  private static void assertNothingHalf(String what, Path target, boolean old) throws IOException {
    assertThat(FaultTree.temporaries(target)).as(what).isEmpty();
    Predicate<String> allowed =
        old
            ? name -> contentOf(target.resolve(name)).equals("older " + name)
            : name -> Files.notExists(target.resolve(name), LinkOption.NOFOLLOW_LINKS);
    assertThat(damaged(target, allowed)).as(what).isEmpty();
  }

  private static void complete(Path source, Path target) throws IOException {
    assertThat(new Shell(Path.of("/")).haul("copy", "-uT", source.toString(), target.toString()))
        .isEqualTo(new Outcome(0, "", ""));
    assertThat(damaged(target, name -> false)).isEmpty();
    assertThat(Verdicts.ofRsync(source, target)).isEmpty();
    assertThat(FaultTree.temporaries(target)).isEmpty();
  }

  /** The twin: cp is interrupted between the end of the old content and the new. */
  @Test
  void signal_toCp_isFoundToLoseAFile() throws Exception {
    try (Place place = Place.make()) {
      Path source = makeTree(place.resolve("source"), "new");
      Path target = place.resolve("mutated/target");
      List<String> command = List.of("cp", "-rfT", source.toString(), target.toString());
      List<String> lost = List.of();
      for (int call = 1000; lost.isEmpty() && call < 1010; call++) {
        prepare(place, target, true);
        Fault fault = new Fault(place.resolve("mutated"), "int", call);
        try (ChildProcess run = ChildProcess.start(fault, command)) {
          run.await();
        }
        lost = damaged(target, name -> contentOf(target.resolve(name)).equals("older " + name));
      }
      assertThat(lost).hasSize(1);
    }
  }

  /** In a call that never ends, such as to a server that is gone. */
  @Test
  void secondInterrupt_whileACallHangs_leavesAtOnce() throws Exception {
    try (Place place = Place.make()) {
      Path source = place.resolve("source");
      Path target = place.resolve("target");
      FaultTree.makeSource(source);
      FaultTree.makeOld(source, target);
      Fault fault = new Fault(target, "hang", "renameat", 3);
      try (ChildProcess run = ChildProcess.start(fault, copyOf(source, target))) {
        run.awaitFault();
        run.signal("INT");
        run.awaitThat("told", () -> run.err().contains("(Ctrl-C again leaves at once)\n"));
        // The twin: one alone waits for the call.
        assertThat(run.isRunning()).isTrue();
        assertThat(FaultTree.temporaries(target)).isNotEmpty();

        run.signal("INT");
        assertThat(run.await().code()).isEqualTo(INTERRUPTED);
        assertThat(FaultTree.temporaries(target)).isNotEmpty();
      }
      assertThat(new Shell(place.root()).haul("copy", "-uT", source.toString(), target.toString()))
          .isEqualTo(new Outcome(0, "", ""));
      assertThat(Verdicts.differences(source, target)).isEmpty();
    }
  }

  /** As behind a pager that shows its first page: what haul has to say waits for ever. */
  private static List<String> withFullError(Path pipe, List<String> command) {
    String script =
        """
        pipe=$1
        shift
        mkfifo "$pipe"
        exec 4<>"$pipe"
        dd if=/dev/zero of="$pipe" bs=4k count=1k oflag=nonblock 2>/dev/null || true
        exec "$@" 2>&4
        """;
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh", pipe.toString()));
    words.addAll(command);
    return words;
  }

  @Test
  void interrupt_whileNobodyReadsTheError_stops() throws Exception {
    try (Place place = Place.make()) {
      Path source = makeTree(place.resolve("source"), "new");
      Path target = place.resolve("mutated/target");
      prepare(place, target, false);
      Fault fault = new Fault(place.resolve("mutated"), "int", "openat", 100);
      List<String> command = withFullError(place.resolve("pipe"), copyOf(source, target));
      try (ChildProcess run = ChildProcess.start(fault, command)) {
        assertThat(run.await().code()).isEqualTo(INTERRUPTED);
      }
      assertNothingHalf("interrupted", target, false);
      assertThat(damaged(target, _ -> false)).isNotEmpty();
    }
  }

  @Test
  void secondSignal_whileNobodyReadsTheError_leavesAtOnce() throws Exception {
    try (Place place = Place.make()) {
      Path source = place.resolve("source");
      Path target = place.resolve("target");
      FaultTree.makeSource(source);
      FaultTree.makeOld(source, target);
      Fault fault = new Fault(target, "hang", "renameat", 3);
      List<String> command = withFullError(place.resolve("pipe"), copyOf(source, target));
      try (ChildProcess run = ChildProcess.start(fault, command)) {
        run.awaitFault();
        run.signal("INT");
        // Another one, since of two that are the same the second may be lost.
        run.signal("TERM");
        assertThat(run.await().code()).isIn(INTERRUPTED, TERMINATED);
      }
    }
  }
}
