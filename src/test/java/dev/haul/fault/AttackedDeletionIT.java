package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Somebody who exchanges directories and files of a tree for links and FIFOs while it is deleted
 * gets nothing of the canary deleted; longer with {@code -Dcount=1000}.
 */
final class AttackedDeletionIT {
  private static final int ROUNDS = Integer.getInteger("count", 5);
  private static final int ROUNDS_OF_THE_NAIVE = 200;

  private final int seed = Integer.getInteger("seed", new Random().nextInt());
  private long exchanges;
  private long failures;

  @Test
  void tree_underAttack_takesNothingOfTheCanaryWithIt() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      for (int i = 0; i < ROUNDS; i++) {
        AttackedTree tree = new AttackedTree(place, "tree", "old");
        Outcome outcome = attack(tree, i);
        assertThat(AttackedTree.listing(canary)).isEqualTo(before);
        // What is left is told, and only then.
        boolean left = Files.exists(tree.root(), LinkOption.NOFOLLOW_LINKS);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(left ? 1 : 0);
        assertThat(outcome.err().isEmpty()).isEqualTo(!left);
        clear(place);
      }
      print("command");
    }
  }

  private Outcome attack(AttackedTree tree, int round) throws Exception {
    try (Attacker attacker = Attacker.ofDeletion(seed + round, AttackerIT.pairs(tree))) {
      // Who opens a FIFO and waits would wait for ever.
      Outcome outcome =
          new Shell(Path.of("/"))
              .sh("exec timeout -s KILL 60 \"$H\" delete -r \"$1\"", tree.root().toString());
      count(attacker);
      failures += outcome.err().lines().count();
      return outcome;
    }
  }

  private void count(Attacker attacker) throws IOException {
    long made = attacker.stop();
    assertThat(made).isPositive();
    exchanges += made;
  }

  private static void clear(Place place) throws IOException {
    FaultTree.delete(place.resolve("tree"));
    FaultTree.delete(place.resolve("tree-stash"));
  }

  private void print(String what) {
    System.out.printf(
        "deletion under attack by %s: seed %d, %d rounds, %d exchanges, %d failures reported%n",
        what, seed, ROUNDS, exchanges, failures);
  }

  @Test
  void descriptors_afterManyAttacks_areAsBefore() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      deleteInProcess(new AttackedTree(place, "tree", "old").root());
      clear(place);
      int open = AttackerIT.openFiles("/").size();
      for (int i = 0; i < 4 * ROUNDS; i++) {
        AttackedTree tree = new AttackedTree(place, "tree", "old");
        try (Attacker attacker = Attacker.ofDeletion(seed + i, AttackerIT.pairs(tree))) {
          failures += deleteInProcess(tree.root()).failures().size();
          count(attacker);
        }
        clear(place);
      }
      assertThat(AttackerIT.openFiles(place.root().toString())).isEmpty();
      assertThat(AttackerIT.openFiles("/")).hasSizeLessThan(open + ROUNDS);
      assertThat(AttackedTree.listing(canary)).isEqualTo(before);
      try (InputStream file = Files.newInputStream(canary.resolve("f1"))) {
        assertThat(AttackerIT.openFiles(place.root().toString())).as("with %s", file).hasSize(1);
      }
      print("library");
    }
  }

  private static RunSummary deleteInProcess(Path tree) {
    try (Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(2))) {
      Delete delete = new Delete(Location.of(tree), DeleteOptions.defaults().withRecursion());
      return engine.run(List.of(delete), ProgressListener.NONE);
    }
  }

  /** The twin: deleted by paths, the same tree takes the canary with it. */
  @Test
  void tree_underAttack_takesTheCanaryWithIt_forTheNaive() throws Exception {
    try (Place place = Place.make()) {
      Path canary = AttackedTree.makeCanary(place);
      String before = AttackedTree.listing(canary);
      int round = 0;
      do {
        clear(place);
        AttackedTree tree = new AttackedTree(place, "tree", "old");
        try (Attacker attacker = Attacker.ofDeletion(seed + round, tree.links())) {
          NaiveDeleter.delete(tree.root());
          attacker.stop();
        }
      } while (AttackedTree.listing(canary).equals(before) && ++round < ROUNDS_OF_THE_NAIVE);
      System.out.println("the naive deleter has lost the canary after rounds: " + round);
      assertThat(AttackedTree.listing(canary)).isNotEqualTo(before);
    }
  }
}
