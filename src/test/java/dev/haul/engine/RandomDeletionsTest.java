package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Counts;
import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.InMemory;
import dev.haul.testing.ModelDeletion;
import dev.haul.testing.RandomTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees of which random globs say what goes, compared with a model that has one thread and
 * deletes nothing. {@code -Dcount=20000} makes more of them, {@code -Dseed=} others.
 */
final class RandomDeletionsTest {
  private static final int COUNT = Integer.getInteger("count", 15);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private static final List<EngineKind> KINDS = List.of(EngineKind.values());

  @TempDir(factory = InMemory.class)
  private Path place;

  private final Map<EngineKind, Engine> engines = new EnumMap<>(EngineKind.class);

  @BeforeEach
  void finds() {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to give files away");
    for (EngineKind kind : KINDS) {
      engines.put(kind, Engines.open(kind, new EngineOptions(3)));
    }
  }

  @AfterEach
  void clears() {
    engines.values().forEach(Engine::close);
  }

  @Test
  void randomTrees_loseWhatTheModelLoses() throws Exception {
    long gone = 0;
    long left = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = SEED + i;
      ModelDeletion model = ModelDeletion.random(seed);
      List<String> differences = differences(seed, Integer.MAX_VALUE, model, model);
      if (!differences.isEmpty()) {
        throw new AssertionError("seed " + seed + ", " + model + ": " + smallest(seed, model));
      }
      gone += model.gone();
      left += model.remaining().size();
    }
    System.out.printf(
        "%d random deletions from seed %d: %d entries gone, %d left%n", COUNT, SEED, gone, left);
    assertThat(gone).isPositive();
    assertThat(left).isPositive();
  }

  /** The twin: a deletion by other globs than the model's does not pass. */
  @Test
  void deletion_byOtherGlobs_isFoundToDiffer() throws Exception {
    ModelDeletion all = ModelDeletion.of(List.of(), List.of());
    ModelDeletion some = ModelDeletion.of(List.of(), List.of("*a*"));
    assertThat(differences(1, 500, all, all)).isEmpty();
    assertThat(differences(1, 500, some, some)).isEmpty();
    assertThat(differences(1, 500, some, all)).isNotEmpty();
    assertThat(differences(1, 500, all, some)).isNotEmpty();
  }

  /** Halves the tree as long as it still fails. */
  private String smallest(long seed, ModelDeletion model) throws Exception {
    int limit = RandomTree.entries(seed);
    List<String> differences = differences(seed, limit, model, model);
    for (int half = limit / 2; half > 0; half /= 2) {
      List<String> fewer = differences(seed, limit - half, model, model);
      if (!fewer.isEmpty()) {
        limit -= half;
        differences = fewer;
      }
    }
    return "with " + limit + " entries: " + differences;
  }

  /** What differs between a deletion by the globs of one model and what another one expects. */
  private List<String> differences(
      long seed, int limit, ModelDeletion given, ModelDeletion expected) throws Exception {
    Path tree = place.resolve("tree");
    RandomTree.make(seed, limit, tree);
    try {
      expected.apply(tree);
      EngineKind kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
      EntryFilter filter = EntryFilter.of(given.includes(), given.excludes());
      DeleteOptions options = new DeleteOptions(true, filter, false, false, false, 0);
      List<String> differences = new ArrayList<>();
      RunSummary planned = delete(kind, tree, options.asDryRun());
      RunSummary done = delete(kind, tree, options);
      done.failures().forEach(failure -> differences.add(kind + ": " + failure));
      if (!entries(planned.counts()).equals(entries(done.counts()))) {
        differences.add(kind + ": planned " + planned.counts() + ", done " + done.counts());
      }
      if (done.counts().made() != expected.gone()) {
        differences.add(kind + ": counted " + done.counts() + ", not " + expected.gone());
      }
      differences.addAll(expected.differences(tree));
      return differences;
    } finally {
      assertThat(new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor()).isZero();
    }
  }

  private RunSummary delete(EngineKind kind, Path tree, DeleteOptions options) {
    Delete delete = new Delete(Location.of(tree), options);
    return Objects.requireNonNull(engines.get(kind)).run(List.of(delete), ProgressListener.NONE);
  }

  private static List<Long> entries(Counts counts) {
    return List.of(
        counts.files(),
        counts.directories(),
        counts.symbolicLinks(),
        counts.specials(),
        counts.made(),
        counts.failed());
  }
}
