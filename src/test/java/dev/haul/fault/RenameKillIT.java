package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fault.ChildProcess.Fault;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code haul rename} killed at each of its calls that change something: {@code --undo} restores
 * every name, also when it is killed itself.
 *
 * <p>By strides in every build, every call with {@code -Dthorough=true}; {@code -Dcount=200} kills
 * two workers at as many random calls of a larger tree, {@code -Dseed=} the same ones again.
 */
final class RenameKillIT {
  private static final boolean THOROUGH = Boolean.getBoolean("thorough");
  private static final int COUNT = Integer.getInteger("count", 2);
  private static final long SEED = Long.getLong("seed", 1);
  private static final int KILLED = 128 + 9;

  private final List<String> violations = new ArrayList<>();
  private int kills;

  /** A swap, a cycle, a chain, and directories that change their names with what is in them. */
  private static final class Trial {
    private final Path tree;
    private final Path map;
    private final Path undo;

    Trial(Place place, int copies) throws IOException {
      tree = place.resolve("tree");
      map = place.resolve("map");
      undo = place.resolve("tree.undo");
      StringBuilder pairs = new StringBuilder();
      for (int i = 0; i < copies; i++) {
        make(tree.resolve("part" + i), pairs);
      }
      Files.writeString(map, pairs);
    }

    private void make(Path part, StringBuilder pairs) throws IOException {
      Files.createDirectories(part.resolve("d/e"));
      for (String name : List.of("a", "b", "x", "y", "z", "l", "m", "d/a", "d/b", "d/e/q")) {
        Files.writeString(part.resolve(name), name);
      }
      rename(pairs, part, part.getFileName() + "+");
      String[] names = {
        "a>b", "b>a", "x>y", "y>z", "z>x", "l>m", "m>n", "d>D", "d/a>b", "d/b>a", "d/e>E", "d/e/q>Q"
      };
      for (String name : names) {
        int arrow = name.indexOf('>');
        rename(pairs, part.resolve(name.substring(0, arrow)), name.substring(arrow + 1));
      }
    }

    private static void rename(StringBuilder pairs, Path path, String name) {
      pairs.append(path).append('\t').append(name).append('\n');
    }

    List<String> forward() {
      return List.of("rename", "-j2", "--map=" + map, "--undo-file=" + undo);
    }

    List<String> back() {
      return List.of("rename", "-j2", "--undo=" + undo);
    }

    /** Which file each path leads to. */
    Map<String, Object> files() throws IOException {
      Map<String, Object> files = new TreeMap<>();
      for (Map.Entry<String, Path> entry : FaultTree.entries(tree).entrySet()) {
        files.put(
            entry.getKey(),
            Files.getAttribute(entry.getValue(), "unix:ino", LinkOption.NOFOLLOW_LINKS));
      }
      return files;
    }
  }

  @Test
  void kill_ofRename_isUndone() throws Exception {
    killAtCalls("kill", THOROUGH ? 1 : 6, false);
    killAtCalls("killed", THOROUGH ? 1 : 8, false);
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(5);
  }

  @Test
  void kill_ofTheUndo_isUndoneByAnother() throws Exception {
    killAtCalls("killed", THOROUGH ? 1 : 7, true);
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(2);
  }

  @Test
  void kill_atARandomCall_isUndone() throws Exception {
    Random random = new Random(SEED);
    try (Place place = Place.make()) {
      Trial trial = new Trial(place, 8);
      Map<String, Object> before = trial.files();
      for (int i = 0; i < COUNT; i++) {
        // The calls of the undo file come first, then at least fourteen of each part.
        int call = 1 + random.nextInt(110);
        killOnce(trial.forward(), new Fault(place.resolve(""), "kill", call));
        undo(trial, before, "-Dseed=" + SEED + ", " + i + ". kill, at call " + call);
      }
    }
    assertThat(violations).isEmpty();
    assertThat(kills).isEqualTo(COUNT);
  }

  /** The twin: without the undo file, the names are not to be had back. */
  @Test
  void kill_withoutTheUndoFile_isFoundToLoseNames() throws Exception {
    try (Place place = Place.make()) {
      Trial trial = new Trial(place, 1);
      Map<String, Object> before = trial.files();
      assertThat(killOnce(trial.forward(), new Fault(place.resolve(""), "killed", 9))).isTrue();
      assertThat(trial.files()).isNotEqualTo(before);
      Files.writeString(trial.undo, "");
      assertThat(haul(place, trial.back()).code()).isEqualTo(1);
      assertThat(trial.files()).isNotEqualTo(before);
    }
  }

  private void killAtCalls(String kind, int stride, boolean undoing) throws Exception {
    try (Place place = Place.make()) {
      Trial trial = new Trial(place, 1);
      Map<String, Object> before = trial.files();
      int call = 1;
      boolean killed = true;
      while (killed) {
        if (undoing) {
          haul(place, trial.forward()).expectSuccess();
        }
        Fault fault = new Fault(place.resolve(""), kind, call);
        killed = killOnce(undoing ? trial.back() : trial.forward(), fault);
        undo(trial, before, kind + " at " + call + (undoing ? " while undoing" : ""));
        call += stride;
      }
      System.out.printf(
          "rename%s: %d kills (%s, each %d. of %d calls), %d violations%n",
          undoing ? " --undo" : "", kills, kind, stride, call - stride, violations.size());
    }
  }

  private boolean killOnce(List<String> words, Fault fault) throws Exception {
    try (ChildProcess process = ChildProcess.haul(fault, words.toArray(String[]::new))) {
      Outcome outcome = process.await();
      if (process.faults().isEmpty()) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return false;
      }
      assertThat(outcome.code()).isEqualTo(KILLED);
      kills++;
      return true;
    }
  }

  private void undo(Trial trial, Map<String, Object> before, String when) throws IOException {
    // Killed before there was one, nothing can have been renamed.
    if (Files.exists(trial.undo)) {
      Outcome outcome = new Shell(Path.of("/")).haul(trial.back().toArray(String[]::new));
      // Killed as it was written, it has nothing to take back, but nobody can see that.
      boolean cutOff = outcome.code() == 1 && outcome.err().contains("has no end");
      if (outcome.code() != 0 && !(cutOff && outcome.err().lines().count() == 1)) {
        violations.add(when + ": " + outcome);
      }
      Files.delete(trial.undo);
    }
    Map<String, Object> after = trial.files();
    if (!after.equals(before)) {
      violations.add(when + ": " + after.keySet() + " instead of " + before.keySet());
    }
  }

  private static Outcome haul(Place place, List<String> words) throws IOException {
    return new Shell(place.resolve("")).haul(words.toArray(String[]::new));
  }
}
