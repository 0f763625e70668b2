package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.ConflictPolicy;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.fault.Attacker.Pair;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Somebody who exchanges directories and files for links and FIFOs while they are copied, or copied
 * over, neither gets anything out of the canary nor anything into it; longer with {@code
 * -Dcount=1000}.
 */
final class AttackerIT {
  private static final int ROUNDS = Integer.getInteger("count", 5);
  private static final int ROUNDS_OF_THE_NAIVE = 200;
  private static final int CONFLICT = 4;
  private static final Pattern SOURCE = Pattern.compile("\"source\":\"([^\"]*)\"");
  private static final Pattern FAILED = Pattern.compile("\"failed\":(\\d+)");

  /** Waits at each of the FIFOs for somebody who reads, and notes who was let through. */
  private static final String WRITERS =
      """
      for fifo; do
        (exec 3>"$fifo"; echo "$fifo" >>"$0") &
      done
      : >"$0"
      wait
      """;

  private final int seed = Integer.getInteger("seed", new Random().nextInt());
  private long exchanges;
  private int failures;

  @Test
  void source_underAttack_yieldsNothingOfTheCanary() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      AttackedTree source = new AttackedTree(place, "source", "new");
      List<Pair> pairs = pairs(source);
      for (int i = 0; i < ROUNDS; i++) {
        Path target = place.resolve("target");
        Outcome outcome =
            attack(pairs, i, "copy", "--json", "-T", source.root().toString(), target.toString());
        Set<Path> failed = checkFailures(outcome);
        assertThat(source.foreign(target)).isEmpty();
        assertAllThere(source, target, path -> failed.contains(source.root().resolve(path)));
        assertThat(FaultTree.temporaries(place.root())).isEmpty();
        FaultTree.delete(target);
      }
      assertThat(source.foreign(canary)).as("the check sees a secret").isNotEmpty();
      print("source");
    }
  }

  @Test
  void target_underAttack_letsNothingOutOfIt() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      AttackedTree source = new AttackedTree(place, "source", "new");
      for (int i = 0; i < ROUNDS; i++) {
        AttackedTree target = new AttackedTree(place, "target", "older");
        Outcome outcome =
            attack(
                pairs(target),
                i,
                "copy",
                "--json",
                "-fT",
                source.root().toString(),
                target.root().toString());
        Set<Path> failed = checkFailures(outcome);
        assertThat(AttackedTree.listing(canary)).isEqualTo(before);
        assertAllThere(source, target.root(), path -> failed.contains(source.root().resolve(path)));
        assertThat(FaultTree.temporaries(place.root())).isEmpty();
        FaultTree.delete(target.root());
        FaultTree.delete(place.resolve("target-stash"));
      }
      print("target");
    }
  }

  @Test
  void fifo_thatTakesAFilesPlace_isNotOpened() throws Exception {
    try (Place place = Place.make()) {
      AttackedTree.makeCanary(place);
      AttackedTree source = new AttackedTree(place, "source", "new");
      new Shell(place.root()).sh("find source -type d -exec chmod g+w {} +").expectSuccess();
      List<Pair> fifos = source.fifos();
      List<String> command =
          new ArrayList<>(List.of("sh", "-c", WRITERS, place.root() + "/opened"));
      fifos.forEach(pair -> command.add(pair.other().toString()));
      try (ChildProcess writers = ChildProcess.plain(command.toArray(String[]::new))) {
        writers.awaitThat("all are there", () -> Files.exists(place.resolve("opened")));
        for (int i = 0; i < ROUNDS; i++) {
          attack(fifos, i, "copy", "-qT", source.root().toString(), place.root() + "/target" + i);
        }
        String opened = Files.readString(place.resolve("opened"));
        new Shell(place.root())
            .sh("for fifo in source-stash/*; do timeout 1 cat \"$fifo\" || true; done")
            .expectSuccess();
        writers.await();
        assertThat(opened).isEmpty();
      }
    }
  }

  static List<Pair> pairs(AttackedTree tree) throws IOException {
    List<Pair> pairs = new ArrayList<>(tree.links());
    pairs.addAll(tree.fifos());
    return pairs;
  }

  private Outcome attack(List<Pair> pairs, int round, String... words) throws Exception {
    try (Attacker attacker = Attacker.start(seed + round, pairs)) {
      // Who opens a FIFO and waits would wait for ever.
      Outcome outcome = new Shell(Path.of("/")).sh("exec timeout -s KILL 60 \"$H\" \"$@\"", words);
      long made = attacker.stop();
      assertThat(made).isPositive();
      exchanges += made;
      return outcome;
    }
  }

  /** The sources that are said to have failed; the exit code goes with them. */
  private Set<Path> checkFailures(Outcome outcome) {
    String list = outcome.out().substring(outcome.out().lastIndexOf("\"failures\":["));
    Set<Path> failed =
        SOURCE
            .matcher(list)
            .results()
            .map(match -> Path.of(match.group(1)))
            .collect(Collectors.toSet());
    long count =
        FAILED
            .matcher(outcome.out())
            .results()
            .mapToLong(match -> Long.parseLong(match.group(1)))
            .findFirst()
            .orElse(-1);
    assertThat(failed).as(outcome.out()).hasSize(Math.toIntExact(count));
    failures += failed.size();
    if (failed.isEmpty()) {
      assertThat(outcome.code()).as(outcome.err()).isZero();
    } else {
      assertThat(outcome.code()).as(outcome.err()).isIn(1, CONFLICT);
    }
    return failed;
  }

  private interface Excuse {
    boolean holdsFor(String path);
  }

  /** Each file that was left in peace is there and new, if nothing was said of it. */
  private static void assertAllThere(AttackedTree source, Path target, Excuse excuse) {
    for (Map.Entry<String, String> file : source.untouched().entrySet()) {
      if (!AttackedTree.contains(target.resolve(file.getKey()), file.getValue())
          && !isExcused(Path.of(file.getKey()), target, excuse)) {
        throw new AssertionError("neither copied nor reported: " + file.getKey());
      }
    }
  }

  private static boolean isExcused(Path path, Path target, Excuse excuse) {
    return Stream.<Path>iterate(path, Objects::nonNull, Path::getParent)
        .anyMatch(
            each -> excuse.holdsFor(each.toString()) || Files.isSymbolicLink(target.resolve(each)));
  }

  private void print(String what) {
    System.out.printf(
        "%s under attack: seed %d, %d rounds, %d exchanges, %d failures reported%n",
        what, seed, ROUNDS, exchanges, failures);
  }

  @Test
  void descriptors_afterManyAttacks_areAsBefore() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      AttackedTree source = new AttackedTree(place, "source", "new");
      AttackedTree target = new AttackedTree(place, "target", "older");
      copyInProcess(source.root(), target.root());
      List<Pair> pairs = pairs(source);
      pairs.addAll(pairs(target));
      try (Attacker attacker = Attacker.start(seed, pairs)) {
        int open = openFiles("/").size();
        for (int i = 0; i < 10 * ROUNDS; i++) {
          failures += copyInProcess(source.root(), target.root());
        }
        assertThat(openFiles(place.root().toString())).isEmpty();
        assertThat(openFiles("/")).hasSizeLessThan(open + ROUNDS);
        try (InputStream file = Files.newInputStream(canary.resolve("f1"))) {
          assertThat(openFiles(place.root().toString())).as("with %s", file).hasSize(1);
        }
        exchanges = attacker.stop();
      }
      assertThat(AttackedTree.listing(canary)).isEqualTo(before);
      assertThat(FaultTree.temporaries(place.root())).isEmpty();
      print("both");
    }
  }

  private static int copyInProcess(Path source, Path target) throws IOException {
    CopyOptions options = CopyOptions.builder().ifExists(ConflictPolicy.REPLACE).build();
    try (Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(2))) {
      Copy copy = new Copy(Location.of(source), Location.of(target), options);
      return engine.run(List.of(copy), new ProgressListener() {}).failures().size();
    }
  }

  /** What this process has open below a prefix. */
  static List<Path> openFiles(String prefix) throws IOException {
    List<Path> open = new ArrayList<>();
    for (Path descriptor : FaultTree.entries(Path.of("/proc/self/fd/")).values()) {
      if (Files.isSymbolicLink(descriptor)) {
        Path file = Files.readSymbolicLink(descriptor);
        if (file.toString().startsWith(prefix)) {
          open.add(file);
        }
      }
    }
    return open;
  }

  /** The twin: looked at by paths, the same tree lets the same attacker in. */
  @Test
  void source_underAttack_yieldsTheCanaryToTheNaive() throws Exception {
    try (Place place = Place.make()) {
      AttackedTree.makeCanary(place);
      AttackedTree source = new AttackedTree(place, "source", "new");
      Path target = place.resolve("target");
      try (Attacker attacker = Attacker.start(seed, source.links())) {
        int round = 0;
        do {
          FaultTree.delete(target);
          NaiveCopier.copy(source.root(), target);
        } while (source.foreign(target).isEmpty() && ++round < ROUNDS_OF_THE_NAIVE);
        attacker.stop();
        System.out.println("the naive copier has read the canary after rounds: " + round);
      }
      assertThat(source.foreign(target)).isNotEmpty();
    }
  }

  /** The twin of the other direction. */
  @Test
  void target_underAttack_letsTheNaiveOut() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      AttackedTree source = new AttackedTree(place, "source", "new");
      AttackedTree target = new AttackedTree(place, "target", "older");
      try (Attacker attacker = Attacker.start(seed, target.links())) {
        int round = 0;
        do {
          NaiveCopier.copy(source.root(), target.root());
        } while (AttackedTree.listing(canary).equals(before) && ++round < ROUNDS_OF_THE_NAIVE);
        attacker.stop();
        System.out.println("the naive copier has changed the canary after rounds: " + round);
      }
      assertThat(AttackedTree.listing(canary)).isNotEqualTo(before);
    }
  }
}
