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
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command killed at its calls that change something, one after the other: what was there is old
 * or new, and copying again what differs completes it.
 *
 * <p>By strides in every build; every call with {@code -Dthorough=true}.
 */
final class KillIT {
  private static final boolean THOROUGH = Boolean.getBoolean("thorough");
  private static final int KILLED = 128 + 9;
  private static final Pattern TEMPORARY = Pattern.compile("\\.haul-[0-9a-f]{16}-[0-9]+");

  private static final List<String> CP = List.of("cp", "-rf");

  private final List<String> violations = new ArrayList<>();
  private int kills;

  /** What is copied onto what: trees of a place that is made for it. */
  private record Trees(Path source, Path target, boolean old) {
    static Trees make(Place place, boolean old) throws IOException {
      Trees trees = new Trees(place.resolve("source"), place.resolve("mutated/target"), old);
      FaultTree.makeSource(trees.source);
      return trees;
    }

    Path mutated() {
      return Objects.requireNonNull(target.getParent());
    }

    void prepare() throws IOException {
      FaultTree.delete(mutated());
      Files.createDirectories(mutated());
      if (old) {
        FaultTree.makeOld(source, target);
      }
    }
  }

  @Test
  void kill_whileOldFilesAreReplaced_leavesEachOldOrNew() throws Exception {
    int stride = THOROUGH ? 1 : 3;
    killAtEveryCall("replace", true, "kill", stride, List.of(Shell.HAUL, "copy", "-fT", "-j", "1"));
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(30 / stride);
  }

  @Test
  void kill_whileATreeIsMade_leavesNothingThatPassesForWhole() throws Exception {
    int stride = THOROUGH ? 1 : 4;
    killAtEveryCall("fresh", false, "killed", stride, List.of(Shell.HAUL, "copy", "-T", "-j", "1"));
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(30 / stride);
  }

  @Test
  void kill_ofTwoWorkers_leavesEachOldOrNew() throws Exception {
    int stride = THOROUGH ? 1 : 9;
    killAtEveryCall("jobs", true, "killed", stride, List.of(Shell.HAUL, "copy", "-fT", "-j", "2"));
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(30 / stride);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void kill_whileDataIsInChannels_leavesNothingThatPassesForWhole(boolean old) throws Exception {
    int stride = THOROUGH ? 1 : 5;
    String name = old ? "async onto old" : "async";
    List<String> command = List.of(Shell.HAUL, "copy", old ? "-fT" : "-T", "-e", "async");
    killAtEveryCall(name, old, "killed", stride, command);
    assertThat(violations).isEmpty();
    assertThat(kills).isGreaterThan(30 / stride);
  }

  /** The twin: cp empties the old file first. */
  @Test
  void kill_ofCp_isFoundToLoseFiles() throws Exception {
    killAtEveryCall("cp", true, "killed", 1, CP);
    assertThat(violations).anyMatch(violation -> violation.contains("is neither old nor new"));
  }

  private void killAtEveryCall(
      String name, boolean old, String kind, int stride, List<String> command) throws Exception {
    Shell.needs("rsync");
    try (Place place = Place.make()) {
      Trees trees = Trees.make(place, old);
      int call = 1;
      while (killAt(name, trees, new Fault(trees.mutated(), kind, call), command)) {
        call += stride;
      }
      System.out.printf(
          "%s: %d kills (%s, each %d. of %d calls), %d violations%n",
          name, kills, kind, stride, call - 1, violations.size());
    }
  }

  /** Whether the process was killed, and did not end before. */
  private boolean killAt(String scenario, Trees trees, Fault fault, List<String> command)
      throws Exception {
    trees.prepare();
    boolean byCp = command.equals(CP);
    List<String> words = new ArrayList<>(command);
    words.add(byCp ? trees.source() + "/." : trees.source().toString());
    words.add(trees.target().toString());
    try (ChildProcess process = ChildProcess.start(fault, words)) {
      Outcome outcome = process.await();
      if (process.faults().isEmpty()) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return false;
      }
      assertThat(outcome.code()).isEqualTo(KILLED);
      kills++;
      String name = scenario + " killed at " + process.faults();
      check(name, trees);
      if (!byCp) {
        complete(name, trees);
      }
      return true;
    }
  }

  private void check(String name, Trees trees) throws IOException {
    Map<String, Path> originals = FaultTree.entries(trees.source());
    for (Map.Entry<String, Path> entry : originals.entrySet()) {
      Path copy = trees.target().resolve(entry.getKey());
      if (Files.isDirectory(entry.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
        if (trees.old()) {
          violations.add(name + ": " + entry.getKey() + " is gone");
        }
      } else if (!isAccountedFor(copy, entry.getValue(), trees.old())) {
        violations.add(name + ": " + entry.getKey() + " is neither old nor new");
      }
    }
    for (Path left : FaultTree.entries(trees.target()).values()) {
      if (!originals.containsKey(trees.target().relativize(left).toString())
          && !TEMPORARY.matcher(left.getFileName().toString()).matches()) {
        violations.add(name + ": left " + left);
      }
    }
  }

  /** Whether it is new, or old; or can be told from a whole one where nothing was before. */
  private static boolean isAccountedFor(Path copy, Path original, boolean old) throws IOException {
    if (FaultTree.isSame(copy, original)) {
      return true;
    }
    return old
        ? FaultTree.isOld(copy)
        : Files.size(copy) != Files.size(original)
            || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(original));
  }

  private void complete(String name, Trees trees) throws Exception {
    Outcome outcome =
        new Shell(trees.mutated())
            .haul("copy", "-uT", trees.source().toString(), trees.target().toString());
    if (!outcome.equals(new Outcome(0, "", ""))) {
      violations.add(name + ": the second run: " + outcome);
    }
    List<String> differences = Verdicts.ofRsync(trees.source(), trees.target());
    if (!differences.isEmpty()) {
      violations.add(name + ": after the second run: " + differences);
    }
    if (!FaultTree.temporaries(trees.mutated()).isEmpty()) {
      violations.add(name + ": the second run left " + FaultTree.temporaries(trees.mutated()));
    }
  }
}
