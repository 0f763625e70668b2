package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fault.ChildProcess.Fault;
import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import dev.haul.testing.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Moves from one file system to another that are killed, or fail, at their calls that change
 * something on either, one after the other: each file is whole in one of both places, and the same
 * command again ends the move.
 *
 * <p>By strides in every build; every call with {@code -Dthorough=true}.
 */
final class MoveFaultsIT {
  private static final int STRIDE = Boolean.getBoolean("thorough") ? 1 : 13;
  private static final int KILLED = 128 + 9;
  private static final int NO_SPACE = 28;
  private static final int INPUT_OUTPUT = 5;

  private final List<String> violations = new ArrayList<>();
  private MountedImage memory;
  private MountedImage from;
  private MountedImage to;
  private Path original;
  private Path source;
  private Path target;
  private int faults;

  @BeforeEach
  void makesFileSystems() throws IOException {
    Shell.needs("rsync", "cp");
    memory = MountedImage.Kind.TMPFS.make();
    from = MountedImage.Kind.EXT4.make();
    to = MountedImage.Kind.XFS.make();
    original = memory.root().resolve("original");
    FaultTree.makeSource(original);
    source = from.root().resolve("tree");
    target = to.root().resolve("place/tree");
  }

  @AfterEach
  void removesFileSystems() throws IOException {
    if (faults > 0) {
      System.out.printf("moves with a fault: %d, violations: %d%n", faults, violations.size());
    }
    to.close();
    from.close();
    memory.close();
  }

  private void prepare() throws IOException {
    FaultTree.delete(from.root().resolve("tree"));
    FaultTree.delete(to.root().resolve("place"));
    Files.createDirectory(to.root().resolve("place"));
    new Shell(memory.root()).sh("cp -a original \"$1\"", source.toString()).expectSuccess();
  }

  @Test
  void kill_leavesEachFileWhole_andTheSameCommandEndsTheMove() throws Exception {
    for (String kind : List.of("kill", "killed")) {
      int call = kind.equals("kill") ? 1 : 1 + STRIDE / 2;
      while (isFaulty(kind, call, List.of(Shell.HAUL, "move", "-j1"))) {
        call += STRIDE;
      }
    }
    assertThat(violations).isEmpty();
    assertThat(faults).isGreaterThan(120 / STRIDE);
  }

  @Test
  void error_leavesEachFileWhole_andTheMoveCanBeEnded() throws Exception {
    for (int number : List.of(NO_SPACE, INPUT_OUTPUT)) {
      int call = number == NO_SPACE ? 1 : 1 + STRIDE / 2;
      while (isFaulty(Integer.toString(number), call, List.of(Shell.HAUL, "move", "-j2"))) {
        call += STRIDE;
      }
    }
    assertThat(violations).isEmpty();
    assertThat(faults).isGreaterThan(120 / STRIDE);
  }

  @Test
  void whatComesOrChangesMeanwhile_stays_andIsTold() throws Exception {
    prepare();
    Fault beforeTheEnd = new Fault(to.place(), "stop", "syncfs", 1);
    List<String> words = List.of(Shell.HAUL, "move", source.toString(), target.toString());
    try (ChildProcess process = ChildProcess.start(beforeTheEnd, words)) {
      process.awaitStop();
      Files.writeString(source.resolve("sub/new"), "new");
      Files.writeString(source.resolve("large"), "changed");
      process.signal("CONT");
      Outcome outcome = process.await();
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .contains("/sub/new': came or changed meanwhile, and stays")
          .contains("/large': came or changed meanwhile, and stays")
          .contains("all that stays: --merge -fT)");
    }
    assertThat(source.resolve("sub/new")).hasContent("new");
    assertThat(source.resolve("large")).hasContent("changed");
    assertThat(FaultTree.entries(source).keySet())
        .containsExactlyInAnyOrder("", "large", "sub", "sub/new");
    assertThat(TreeComparer.differences(original, target)).isEmpty();
    assertThat(FaultTree.temporaries(to.root().resolve("place"))).isEmpty();
    // As it is told to do:
    Shell shell = new Shell(to.place());
    shell.haul("move", "--merge", "-fT", source + "", target + "").expectSuccess();
    assertThat(source).doesNotExist();
    assertThat(target.resolve("sub/new")).hasContent("new");
    assertThat(target.resolve("large")).hasContent("changed");
  }

  @Test
  void whatVanishesFromTheSource_onceItIsCopied_isPassedOver() throws Exception {
    prepare();
    Fault beforeTheFirstDeletion = new Fault(from.root(), "stop", "unlinkat", 1);
    List<String> words = List.of(Shell.HAUL, "move", source.toString(), target.toString());
    try (ChildProcess process = ChildProcess.start(beforeTheFirstDeletion, words)) {
      process.awaitStop();
      new Shell(source).sh("rm -r *").expectSuccess();
      process.signal("CONT");
      assertThat(process.await()).isEqualTo(new Outcome(0, "", ""));
    }
    assertThat(source).doesNotExist();
    assertThat(TreeComparer.differences(original, target)).isEmpty();
    assertThat(FaultTree.temporaries(to.root().resolve("place"))).isEmpty();
  }

  /** Its notes are left, and what has come to the source since then was never copied. */
  @Test
  void notesOfADeadMove_doNotVouchForWhatCameAfterIt() throws Exception {
    prepare();
    Fault atTheFirstDeletion = new Fault(from.root(), "kill", "unlinkat", 1);
    List<String> words = List.of(Shell.HAUL, "move", source.toString(), target.toString());
    try (ChildProcess process = ChildProcess.start(atTheFirstDeletion, words)) {
      assertThat(process.await().code()).isEqualTo(KILLED);
    }
    assertThat(FaultTree.temporaries(to.root().resolve("place"))).hasSize(2);
    FileTime before = Files.getLastModifiedTime(source.resolve("large"));
    byte[] other = Files.readAllBytes(source.resolve("large"));
    other[other.length / 2] ^= 1;
    Files.write(source.resolve("large"), other);
    Files.setLastModifiedTime(source.resolve("large"), before);
    Files.writeString(source.resolve("sub/new"), "new");
    Outcome again = new Shell(Path.of("/")).run(words);
    assertThat(again.code()).isEqualTo(1);
    assertThat(source.resolve("large")).hasBinaryContent(other);
    assertThat(source.resolve("sub/new")).hasContent("new");
    assertThat(TreeComparer.differences(original, target)).isEmpty();
  }

  /** The twin: what mv leaves when it is killed is found to be no move that could be ended. */
  @Test
  void kill_ofMv_isFoundToLeaveAMixture() throws Exception {
    int call = 1;
    while (violations.isEmpty() && isFaulty("killed", call, List.of("mv"))) {
      call++;
    }
    assertThat(violations).isNotEmpty();
  }

  /** Whether the fault was met, and the process did not end before. */
  private boolean isFaulty(String kind, int call, List<String> command) throws Exception {
    prepare();
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(source.toString(), target.toString()));
    try (ChildProcess process = ChildProcess.start(new Fault(to.place(), kind, call), words)) {
      Outcome outcome = process.await();
      if (process.faults().isEmpty()) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        checkEnd("without a fault", false);
        return false;
      }
      faults++;
      boolean kills = kind.startsWith("kill");
      String name = kind + " at " + process.faults();
      if (kills) {
        assertThat(outcome.code()).isEqualTo(KILLED);
      }
      checkWhole(name);
      checkEnded(name, words, outcome, kills);
      return true;
    }
  }

  private void checkWhole(String name) throws IOException {
    for (Map.Entry<String, Path> entry : FaultTree.entries(original).entrySet()) {
      if (!Files.isDirectory(entry.getValue(), LinkOption.NOFOLLOW_LINKS)
          && !isWhole(source.resolve(entry.getKey()), entry.getValue())
          && !isWhole(target.resolve(entry.getKey()), entry.getValue())) {
        violations.add(name + ": " + entry.getKey() + " is whole nowhere");
      }
    }
  }

  private static boolean isWhole(Path path, Path like) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && FaultTree.isSame(path, like);
  }

  // Once all is copied, what fails is only the end of the source: the next move merges with it.
  private void checkEnded(String name, List<String> words, Outcome first, boolean kills)
      throws Exception {
    List<String> again = new ArrayList<>(words);
    boolean isOver = FaultTree.temporaries(to.root().resolve("place")).isEmpty();
    if (!kills && isOver) {
      again.addAll(List.of("-T", "--merge"));
    }
    boolean thereWasASource = Files.exists(source);
    Outcome outcome = new Shell(Path.of("/")).run(again);
    if (outcome.code() != 0 && !(isOver && !thereWasASource)) {
      violations.add(name + ": the second run: " + outcome + ", the first: " + first);
    }
    checkEnd(name, first.err().contains("could not be kept: links"));
  }

  private void checkEnd(String name, boolean withoutLinks) throws Exception {
    if (Files.exists(source)) {
      violations.add(name + ": the source is still there");
    }
    List<String> differences =
        Files.exists(target)
            ? new ArrayList<>(TreeComparer.differences(original, target))
            : new ArrayList<>(List.of("there is no target"));
    if (withoutLinks) {
      differences.removeIf(difference -> difference.startsWith("hard links"));
    }
    if (!differences.isEmpty()) {
      violations.add(name + ": at the end: " + differences);
    }
    List<String> left = new ArrayList<>(FaultTree.temporaries(to.root().resolve("place")));
    left.addAll(FaultTree.temporaries(from.root()));
    if (!left.isEmpty()) {
      violations.add(name + ": left " + left);
    }
  }
}
