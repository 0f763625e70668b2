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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts on the file system that a tree is moved to: each file is whole in one of both places,
 * and the same command again ends the move. A few in every build, with {@code -Dcount=60} more.
 */
final class MovePowerCutIT {
  private static final int CUTS = Integer.getInteger("count", 10) / 2;
  private static final int CUTS_OF_TWIN = 5;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> lost = new ArrayList<>();
  private Path original = Path.of("");
  private Path source = Path.of("");
  private Path target = Path.of("");

  /** Where both file systems are. */
  private Path both = Path.of("");

  private int calls;
  private int inTheMiddle;

  private interface Cut {
    void run(MountedImage image) throws Exception;
  }

  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_duringAMove_losesNothing(MountedImage.Kind kind) throws Exception {
    repeat(kind, CUTS, this::cutDuringMove);
    assertThat(lost).isEmpty();
    assertThat(inTheMiddle).isGreaterThan(CUTS / 2);
  }

  /** The twin: mv makes nothing durable before it deletes. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_afterMv_isFoundToLose(MountedImage.Kind kind) throws Exception {
    repeat(
        kind,
        CUTS_OF_TWIN,
        image -> {
          Shell shell = new Shell(Path.of("/"));
          shell.run(List.of("mv", source + "", target + "")).expectSuccess();
          image.cutPower();
          image.mountAgain();
          checkWhole();
        });
    assertThat(lost).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_beforeTheFirstDeletion_findsAllInTheTarget(MountedImage.Kind kind)
      throws Exception {
    repeat(kind, 1, image -> cutBeforeTheFirstDeletion(image, ""));
    assertThat(lost).isEmpty();
  }

  /** The twin. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_beforeTheFirstDeletion_withoutSync_isFoundToLose(MountedImage.Kind kind)
      throws Exception {
    repeat(kind, 1, image -> cutBeforeTheFirstDeletion(image, "syncfs"));
    assertThat(lost).isNotEmpty();
  }

  private void cutBeforeTheFirstDeletion(MountedImage image, String without) throws Exception {
    Fault beforeIt = new Fault(source, "stop", "unlinkat", 1, without);
    try (ChildProcess process = move(beforeIt)) {
      process.awaitStop();
      image.cutPower();
    }
    image.mountAgain();
    checkWhole(List.of(target));
  }

  @Test
  void powerCut_ofWhatIsMountedInTheTarget_beforeItsFirstDeletion_findsAllThere() throws Exception {
    cutPowerOfMount("");
    assertThat(lost).isEmpty();
  }

  /** The twin. */
  @Test
  void powerCut_ofWhatIsMountedInTheTarget_withoutSync_isFoundToLose() throws Exception {
    cutPowerOfMount("syncfs");
    assertThat(lost).isNotEmpty();
  }

  private void cutPowerOfMount(String without) throws Exception {
    try (MountedImage memory = MountedImage.Kind.TMPFS.make();
        MountedImage from = MountedImage.Kind.TMPFS.make();
        MountedImage to = MountedImage.Kind.EXT4.make();
        MountedImage mounted = MountedImage.Kind.XFS.make()) {
      original = memory.root().resolve("original");
      makeTree(original);
      source = from.root().resolve("tree");
      target = to.root().resolve("place/tree");
      prepare(from.root(), to.root());
      Path mountPoint = Files.createDirectories(target.resolve("d0"));
      Shell shell = new Shell(mounted.root());
      shell.sh("mount --bind . \"$1\"", mountPoint.toString()).expectSuccess();
      try {
        mergeUntilTheFirstDeletionIn(source.resolve("d0"), mounted, without);
      } finally {
        shell.sh("umount \"$1\"", mountPoint.toString()).expectSuccess();
      }
      mounted.mountAgain();
      original = original.resolve("d0");
      checkWhole(List.of(mounted.root()));
    }
  }

  private void mergeUntilTheFirstDeletionIn(Path directory, MountedImage mounted, String without)
      throws Exception {
    Fault beforeIt = new Fault(directory, "stop", "unlinkat", 1, without);
    List<String> words =
        List.of(Shell.HAUL, "move", "--merge", "-T", source.toString(), target.toString());
    try (ChildProcess process = ChildProcess.start(beforeIt, words)) {
      process.awaitStop();
      mounted.cutPower();
    }
  }

  private void repeat(MountedImage.Kind kind, int cuts, Cut cut) throws Exception {
    try (MountedImage memory = MountedImage.Kind.TMPFS.make();
        MountedImage from = MountedImage.Kind.EXT4.make();
        MountedImage to = kind.make()) {
      original = memory.root().resolve("original");
      makeTree(original);
      source = from.root().resolve("tree");
      target = to.root().resolve("place/tree");
      both = to.place();
      for (int i = 0; i < cuts; i++) {
        prepare(from.root(), to.root());
        cut.run(to);
      }
    }
    System.out.printf(
        "%s: %d power cuts of moves, %d of them before the end, %d lost, -Dseed=%d%n",
        kind, cuts, inTheMiddle, lost.size(), seed);
  }

  private void makeTree(Path root) throws IOException {
    for (int i = 0; i < 20; i++) {
      Path directory = Files.createDirectories(root.resolve("d" + i % 5 + "/e" + i));
      for (int k = 0; k < 8; k++) {
        byte[] content = new byte[random.nextInt(8) == 0 ? 300_000 : random.nextInt(20_000)];
        random.nextBytes(content);
        Files.write(directory.resolve("f" + k), content);
      }
      Files.createSymbolicLink(directory.resolve("s"), Path.of("f0"));
    }
  }

  private void prepare(Path from, Path to) throws IOException {
    FaultTree.delete(from.resolve("tree"));
    FaultTree.delete(to.resolve("place"));
    Files.createDirectory(to.resolve("place"));
    new Shell(Path.of("/"))
        .sh(
            "cp -a \"$1\" \"$2\" && sync -f \"$2\" && sync -f \"$3\"",
            original.toString(),
            source.toString(),
            to.toString())
        .expectSuccess();
  }

  private void cutDuringMove(MountedImage image) throws Exception {
    if (calls == 0) {
      calls = countCalls();
      prepare(source.resolveSibling(""), image.root());
    }
    cutAt(1 + random.nextInt(calls), image);
    image.mountAgain();
    checkWhole();
    if (Files.exists(source) || !FaultTree.temporaries(image.root()).isEmpty()) {
      Outcome again = new Shell(Path.of("/")).haul("move", source.toString(), target.toString());
      assertThat(again).isEqualTo(new Outcome(0, "", ""));
    }
    assertThat(FaultTree.temporaries(image.root())).isEmpty();
    assertThat(TreeComparer.differences(original, target)).isEmpty();
    assertThat(source).doesNotExist();
  }

  private int countCalls() throws Exception {
    try (ChildProcess process = move(Fault.none(both))) {
      assertThat(process.await()).isEqualTo(new Outcome(0, "", ""));
      return Integer.parseInt(process.faults().getFirst().replace("calls ", ""));
    }
  }

  private ChildProcess move(Fault fault) throws Exception {
    return ChildProcess.haul(fault, "move", source.toString(), target.toString());
  }

  /** Its threads make a call more or less than they were counted to make. */
  private void cutAt(int call, MountedImage image) throws Exception {
    try (ChildProcess process = move(new Fault(both, "stop", call))) {
      if (process.isStopped()) {
        image.cutPower();
        process.signal("CONT");
        process.await();
        inTheMiddle++;
      } else {
        image.cutPower();
      }
    }
  }

  private void checkWhole() throws IOException {
    checkWhole(List.of(source, target));
  }

  private void checkWhole(List<Path> places) throws IOException {
    for (Map.Entry<String, Path> entry : FaultTree.entries(original).entrySet()) {
      boolean whole = Files.isDirectory(entry.getValue(), LinkOption.NOFOLLOW_LINKS);
      for (Path place : places) {
        whole = whole || isWhole(place.resolve(entry.getKey()), entry.getValue());
      }
      if (!whole) {
        lost.add(entry.getKey());
      }
    }
  }

  private static boolean isWhole(Path path, Path like) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && FaultTree.isSame(path, like);
  }
}
