package dev.haul.plan.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.Rename;
import dev.haul.RenameOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees and random names against a model: what is refused, what comes of the rest, and that
 * it can be taken back from any point. {@code -Dcount=} makes more, {@code -Dseed=} one again.
 */
final class RandomRenamesTest {
  private static final int COUNT = Integer.getInteger("count", 60);
  private static final RenameOptions OPTIONS = RenameOptions.defaults();
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

  @TempDir private Path folder;

  /** What is where, and what it is to be called: paths, and the new name of each. */
  private static final class Model {
    final Random random;
    final List<String> paths = new ArrayList<>();
    final Map<String, String> names = new TreeMap<>();

    Model(long seed, Path root) throws IOException {
      random = new Random(seed);
      fill(root, "", 3);
      for (String path : paths) {
        if (random.nextInt(3) > 0) {
          names.put(path, NAMES.get(random.nextInt(NAMES.size())));
        }
      }
      if (random.nextBoolean()) {
        repair();
      }
    }

    private void fill(Path directory, String prefix, int levels) throws IOException {
      for (String name : NAMES) {
        String path = prefix + name;
        Path entry = directory.resolve(name);
        switch (random.nextInt(levels > 0 ? 4 : 3)) {
          case 0 -> {}
          case 1, 2 -> {
            Files.writeString(entry, path);
            paths.add(path);
          }
          default -> {
            Files.createDirectory(entry);
            paths.add(path);
            fill(entry, path + "/", levels - 1);
          }
        }
      }
    }

    /** Makes it a plan that works: in each directory the names are exchanged. */
    private void repair() {
      Map<String, List<String>> byDirectory = new TreeMap<>();
      for (String path : names.keySet()) {
        byDirectory.computeIfAbsent(parent(path), _ -> new ArrayList<>()).add(path);
      }
      byDirectory.forEach((directory, members) -> {
        List<String> free = new ArrayList<>();
        for (String name : NAMES) {
          String path = directory + name;
          if (!paths.contains(path) || members.contains(path)) {
            free.add(name);
          }
        }
        Collections.shuffle(free, random);
        members.forEach(member -> names.put(member, free.removeLast()));
      });
    }

    boolean isPossible() {
      Set<String> after = new HashSet<>();
      for (String path : paths) {
        if (!after.add(parent(path) + newName(path))) {
          return false;
        }
      }
      return true;
    }

    private String newName(String path) {
      return names.getOrDefault(path, path.substring(parent(path).length()));
    }

    /** Where it all is in the end. */
    Map<String, Object> renamed(Map<String, Object> before) {
      Map<String, Object> after = new TreeMap<>();
      before.forEach((path, file) -> after.put(path.isEmpty() ? "" : renamed(path), file));
      return after;
    }

    private String renamed(String path) {
      String parent = parent(path);
      String above =
          parent.isEmpty() ? "" : renamed(parent.substring(0, parent.length() - 1)) + "/";
      return above + newName(path);
    }

    private static String parent(String path) {
      return path.substring(0, path.lastIndexOf('/') + 1);
    }
  }

  @Test
  void randomPlan_endsAsInTheModel_andIsTakenBackFromAnyPoint() throws IOException {
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = Long.getLong("seed", 1000 + i);
      try {
        refused += isRefused(seed, folder.resolve("tree" + i)) ? 1 : 0;
      } catch (AssertionError | IOException | RuntimeException e) {
        throw new AssertionError("-Dseed=" + seed + " -Dcount=1: " + e, e);
      }
    }
    System.out.printf("%d random plans, %d of them refused%n", COUNT, refused);
    assertThat(COUNT == 1 || (refused > 0 && refused < COUNT)).isTrue();
  }

  private static boolean isRefused(long seed, Path root) throws IOException {
    Files.createDirectory(root);
    Model model = new Model(seed, root);
    List<RenamePair> pairs = new ArrayList<>();
    model.names.forEach(
        (path, name) -> pairs.add(new RenamePair(Location.of(root.resolve(path)), name)));
    Collections.shuffle(pairs, model.random);
    // Every directory is named, so that the way to what is in it is known.
    for (String path : model.paths) {
      if (!model.names.containsKey(path) && Files.isDirectory(root.resolve(path))) {
        String own = root.resolve(path).getFileName().toString();
        pairs.add(new RenamePair(Location.of(root.resolve(path)), own));
      }
    }
    Map<String, Object> before = Snapshot.of(root);
    RenamePlan plan = RenamePlanner.plan(pairs, OPTIONS, 2);
    assertThat(plan.isRefused()).as("" + plan.refusals()).isEqualTo(!model.isPossible());
    if (plan.isRefused()) {
      return true;
    }
    Path undo = root.resolveSibling(root.getFileName() + ".undo");
    UndoFile.write(undo, plan.renames());
    Primitives steps = Primitives.of(plan.renames());
    steps.runFirst(steps.count() == 0 ? 0 : model.random.nextInt(steps.count()));
    undo(undo);
    assertThat(Snapshot.of(root)).isEqualTo(before);
    run(plan.renames());
    assertThat(Snapshot.of(root)).isEqualTo(model.renamed(before));
    undo(undo);
    assertThat(Snapshot.of(root)).isEqualTo(before);
    return false;
  }

  private static void undo(Path file) throws IOException {
    RenamePlan plan = UndoPlanner.plan(UndoFile.read(file).renames(), OPTIONS, 2);
    assertThat(plan.refusals()).isEmpty();
    run(plan.renames());
  }

  private static void run(List<Rename> renames) {
    try (Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(2))) {
      assertThat(engine.run(renames, ProgressListener.NONE).failures()).isEmpty();
    }
  }
}
