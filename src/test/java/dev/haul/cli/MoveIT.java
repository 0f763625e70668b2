package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.NastyTree;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import dev.haul.testing.TreeComparer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code haul move} on real file systems. */
final class MoveIT {
  private static final String ROOM_FOR_CALLS = "strace -f -o calls -e trace=%file,%desc ";

  /** With everything a tree can have: rsync and the comparer of the tests find nothing missing. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS", "BTRFS"})
  void tree_toAnotherFileSystem_isAllThere_andGoneHere(MountedImage.Kind kind) throws Exception {
    Shell.needs("rsync", "cp");
    try (MountedImage from = MountedImage.Kind.TMPFS.make();
        MountedImage to = kind.make()) {
      Path original = NastyTree.make(from.root().resolve("original"));
      Shell shell = new Shell(from.root());
      shell.sh("cp -a original tree").expectSuccess();
      Outcome outcome = shell.haul("move", "tree", to.root().toString());
      assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
      assertThat(from.root().resolve("tree")).doesNotExist();
      assertThat(TreeComparer.differences(original, to.root().resolve("tree"))).isEmpty();
      assertThat(shell.sh("ls -A \"$1\"", to.root().toString()).out()).doesNotContain(".haul");
    }
  }

  @Test
  void tree_withinAFileSystem_isMovedByOneCall() throws Exception {
    Shell.needs("strace");
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(image.root());
      shell.sh("mkdir -p tree/a tree/b && touch tree/a/1 tree/a/2 tree/b/3").expectSuccess();
      shell.sh(ROOM_FOR_CALLS + "$H move tree moved").expectSuccess();
      List<String> calls = Files.readAllLines(image.root().resolve("calls"));
      List<String> renamings = calls.stream().filter(line -> line.contains("renameat")).toList();
      assertThat(renamings).hasSize(1).allMatch(line -> line.contains("RENAME_NOREPLACE"));
      String worker = renamings.getFirst().split(" ", 2)[0];
      assertThat(calls)
          .filteredOn(line -> line.startsWith(worker + " "))
          .noneMatch(line -> line.contains("unlinkat(") || line.contains("getdents64("))
          .noneMatch(line -> line.contains("mkdirat(") || line.contains("O_CREAT"));
      assertThat(image.root().resolve("moved/b/3")).exists();
    }
  }

  @Test
  void sourceThatIsMissing_doesNotKeepTheOthers_andIsTold() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(image.root());
      Outcome outcome = shell.sh("mkdir d && touch a b && $H move a none b d");
      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  1, "", "haul: cannot move 'none' to 'd/none': No such file or directory\n"));
      assertThat(shell.sh("ls d").out()).isEqualTo("a\nb\n");
    }
  }

  @Test
  void moveThatFailsWhileItCopies_saysThatItHasCopied_andGoesOn() throws Exception {
    try (MountedImage from = MountedImage.Kind.TMPFS.make();
        MountedImage to = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(from.root());
      shell.sh("mkdir tree && echo a >tree/a && echo b >tree/b").expectSuccess();
      Path there = to.root().resolve("tree");
      // What is not this move's own is in the way of one of them.
      shell.sh("mkdir -p \"$1\"/a", there.toString()).expectSuccess();
      Outcome failed = shell.haul("move", "-v", "--merge", "tree", to.root().toString());
      assertThat(failed.code()).isEqualTo(4);
      assertThat(failed.err())
          .contains("haul: nothing was removed from 'tree': the same command again goes on\n")
          .contains("haul: copied 1 file (2 B), 1 directory, 1 failed in ");
      shell.sh("rmdir \"$1\"/a", there.toString()).expectSuccess();
      Outcome again = shell.haul("move", "-v", "--merge", "tree", to.root().toString());
      assertThat(again.err()).contains("haul: moved ").doesNotContain("nothing was removed");
      assertThat(again.code()).isZero();
      assertThat(from.root().resolve("tree")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 1 >e; cp -p e $T/e",
        "mkdir e $T/e; echo 1 >e/f; cp -p e/f $T/e/f",
        "mkdir e $T/e; echo 1 >e/f; echo 2 >$T/e/f",
        "mkdir -p e/d $T/e/d; echo 1 >e/d/f; cp -p e/d/f $T/e/d/f; echo 1 >e/g; echo 2 >$T/e/g",
      })
  void dryRun_toAnotherFileSystem_endsAsTheMoveDoes(String made) throws Exception {
    try (MountedImage from = MountedImage.Kind.TMPFS.make();
        MountedImage to = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(from.root());
      String place = "T=\"$1\"; ";
      shell.sh(place + made, to.root().toString()).expectSuccess();
      Outcome dry = shell.sh(place + "$H move -n --merge e $T", to.root().toString());
      assertThat(from.root().resolve("e")).exists();
      Outcome done = shell.sh(place + "$H move --merge e $T", to.root().toString());
      assertThat(dry.code()).isEqualTo(done.code());
      assertThat(dry.err()).isEqualTo(done.err().replaceFirst("haul: nothing was removed.*\n", ""));
    }
  }

  @Test
  void fileThatIsThereAlready_onAnotherFileSystem_isMovedIfItIsEqual() throws Exception {
    try (MountedImage from = MountedImage.Kind.TMPFS.make();
        MountedImage to = MountedImage.Kind.TMPFS.make()) {
      Shell shell = new Shell(from.root());
      String there = to.root().toString();
      shell.sh("echo same >equal && cp -p equal \"$1\"/", there).expectSuccess();
      assertThat(shell.haul("move", "equal", there).code()).isZero();
      assertThat(from.root().resolve("equal")).doesNotExist();
      // Equal in size and time, but not in content: both stay.
      shell.sh("echo one >a && echo two >\"$1\"/a && touch -r a \"$1\"/a", there).expectSuccess();
      assertThat(shell.haul("move", "a", there).code()).isEqualTo(4);
      assertThat(from.root().resolve("a")).hasContent("one");
      assertThat(to.root().resolve("a")).hasContent("two");
    }
  }
}
