package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.InMemory;
import dev.haul.testing.RandomTree;
import dev.haul.testing.TreeComparer;
import java.nio.charset.StandardCharsets;
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
 * Random trees, copied by each engine, compared by the tests' own comparer and by rsync. {@code
 * -Dcount=20000} makes more of them, {@code -Dseed=} others.
 */
final class RandomTreesTest {
  private static final int COUNT = Integer.getInteger("count", 200);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @TempDir(factory = InMemory.class)
  private Path place;

  private final Map<EngineKind, Engine> engines = new EnumMap<>(EngineKind.class);

  @BeforeEach
  void finds() {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to give files away");
    for (EngineKind kind : EngineKind.values()) {
      engines.put(kind, Engines.open(kind, new EngineOptions(3)));
    }
  }

  @AfterEach
  void clears() {
    engines.values().forEach(Engine::close);
  }

  @Test
  void randomTrees_areCopiedWhole() throws Exception {
    long entries = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = SEED + i;
      entries += RandomTree.entries(seed);
      List<String> differences = differences(seed, Integer.MAX_VALUE);
      if (!differences.isEmpty()) {
        throw new AssertionError("seed " + seed + ": " + smallest(seed));
      }
    }
    System.out.println(COUNT + " random trees from seed " + SEED + ", " + entries + " entries");
  }

  /** The twin: a tree that was altered by one byte, or by one nanosecond, does not pass. */
  @Test
  void comparison_ofTreeThatWasAltered_fails() throws Exception {
    RandomTree.make(1, 500, place.resolve("source"));
    run("cp", "-a", place.resolve("source") + "", place.resolve("copy") + "");
    assertThat(compare(place.resolve("source"), place.resolve("copy"), true)).isEmpty();
    run("touch", "-d", "2001-01-01 00:00:00.000000001", place.resolve("copy") + "");
    assertThat(compare(place.resolve("source"), place.resolve("copy"), false)).isNotEmpty();
    assertThat(compare(place.resolve("source"), place.resolve("copy"), true)).hasSizeGreaterThan(1);
  }

  /** Halves the tree as long as it still fails. */
  private String smallest(long seed) throws Exception {
    int limit = RandomTree.entries(seed);
    List<String> differences = differences(seed, limit);
    for (int half = limit / 2; half > 0; half /= 2) {
      List<String> fewer = differences(seed, limit - half);
      if (!fewer.isEmpty()) {
        limit -= half;
        differences = fewer;
      }
    }
    return "with " + limit + " entries: " + differences;
  }

  private List<String> differences(long seed, int limit) throws Exception {
    Path source = place.resolve("source");
    RandomTree.make(seed, limit, source);
    // rsync takes longer than a copy: each tree has one engine's looked at by it.
    List<EngineKind> kinds = List.copyOf(engines.keySet());
    EngineKind forRsync = kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
    List<String> differences = new ArrayList<>();
    for (EngineKind kind : kinds) {
      Path copy = place.resolve(kind.name());
      RunSummary summary = copy(kind, source, copy);
      for (var failure : summary.failures()) {
        differences.add(kind + ": " + failure);
      }
      for (String difference : compare(source, copy, kind == forRsync)) {
        differences.add(kind + ": " + difference);
      }
    }
    List<String> clear = new ArrayList<>(List.of("rm", "-rf", source.toString()));
    kinds.forEach(kind -> clear.add(place.resolve(kind.name()).toString()));
    run(clear.toArray(String[]::new));
    return differences;
  }

  private RunSummary copy(EngineKind kind, Path source, Path target) {
    CopyOptions options = CopyOptions.builder().special(true).build();
    Copy copy = new Copy(Location.of(source), Location.of(target), options);
    return Objects.requireNonNull(engines.get(kind)).run(List.of(copy), new ProgressListener() {});
  }

  private static List<String> compare(Path source, Path copy, boolean alsoByRsync)
      throws Exception {
    List<String> differences = new ArrayList<>(TreeComparer.differences(source, copy));
    if (!alsoByRsync) {
      return differences;
    }
    String rsync = run("rsync", "-anicHAX", "--delete", source + "/", copy + "/");
    rsync.lines().forEach(line -> differences.add("rsync: " + line));
    return differences;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }
}
