package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
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
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks without room for all that is copied to them. */
final class FullDiskIT {
  private static final int WORKERS = 2;
  private static final Pattern NO_SPACE =
      Pattern.compile(
          "(?m)^haul: cannot copy '[^']*' to '([^']*)': No space left on device( \\(target\\))?"
              + " \\(make room where the target is, then go on with -u\\)$");
  private static final Pattern REST =
      Pattern.compile("(?m)^haul: .*: the rest was not tried: no space left");

  @TempDir private Path directory;
  private Path source = Path.of("");

  /** What there is too little of. */
  enum Disk {
    BLOCKS {
      @Override
      MountedImage make() throws IOException {
        return MountedImage.tmpfs("size=16m");
      }

      @Override
      void fill(MountedImage image) throws IOException {
        image.remount("size=1m");
      }

      @Override
      void makeRoom(MountedImage image) throws IOException {
        image.remount("size=16m");
      }
    },
    INODES {
      @Override
      MountedImage make() throws IOException {
        return MountedImage.tmpfs("nr_inodes=1000");
      }

      @Override
      void fill(MountedImage image) throws IOException {
        int used = FaultTree.entries(image.root()).size();
        image.remount("nr_inodes=" + Math.max(used, 8));
      }

      @Override
      void makeRoom(MountedImage image) throws IOException {
        image.remount("nr_inodes=1000");
      }
    },
    EXT4 {
      @Override
      MountedImage make() throws IOException {
        return MountedImage.image("ext4", 8 << 20);
      }

      @Override
      void fill(MountedImage image) throws IOException {
        new Shell(image.root()).sh("head -c 5M /dev/zero >ballast").expectSuccess();
      }

      @Override
      void makeRoom(MountedImage image) throws IOException {
        Files.delete(image.root().resolve("ballast"));
      }
    };

    abstract MountedImage make() throws IOException;

    abstract void fill(MountedImage image) throws IOException;

    abstract void makeRoom(MountedImage image) throws IOException;
  }

  private void makeSource() throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    Random random = new Random(5);
    for (String name : List.of("a", "b", "c")) {
      Path among = Files.createDirectory(source.resolve(name));
      for (int i = 0; i < 40; i++) {
        byte[] content = new byte[20_000];
        random.nextBytes(content);
        Files.write(among.resolve("f" + i), content);
      }
    }
    byte[] large = new byte[700_000];
    random.nextBytes(large);
    Files.write(source.resolve("large"), large);
  }

  @ParameterizedTest
  @EnumSource
  void tree_thatDoesNotFit_isCopiedAsFarAsItDoes_andCompletedLater(Disk disk) throws Exception {
    makeSource();
    try (MountedImage image = disk.make()) {
      Path target = image.root().resolve("target");
      disk.fill(image);
      expectFull(copy(image, "-T"));
      assertThat(unfinished(target, false)).isEmpty();

      disk.makeRoom(image);
      assertThat(copy(image, "-uT")).isEqualTo(new Outcome(0, "", ""));
      assertThat(Verdicts.ofRsync(source, target)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tree_thatDoesNotFitOverAnOlderOne_leavesEachFileOldOrNew(Disk disk) throws Exception {
    makeSource();
    try (MountedImage image = disk.make()) {
      Path target = image.root().resolve("target");
      FaultTree.makeOld(source, target);
      disk.fill(image);
      expectFull(copy(image, "-fT"));
      assertThat(unfinished(target, true)).isEmpty();
      assertThat(FaultTree.entries(target)).hasSameSizeAs(FaultTree.entries(source));

      disk.makeRoom(image);
      assertThat(copy(image, "-uT")).isEqualTo(new Outcome(0, "", ""));
      assertThat(Verdicts.ofRsync(source, target)).isEmpty();
    }
  }

  /** The twin: what cp leaves of a file is found. */
  @Test
  void copy_byCp_isFoundToLeaveHalfAFile() throws Exception {
    makeSource();
    for (boolean overOld : new boolean[] {false, true}) {
      try (MountedImage image = Disk.BLOCKS.make()) {
        Path target = image.root().resolve("target");
        if (overOld) {
          FaultTree.makeOld(source, target);
        }
        Disk.BLOCKS.fill(image);
        Outcome outcome = new Shell(directory).sh("cp -rT source \"$1\"", image.root() + "/target");
        assertThat(outcome.err()).contains("No space left on device");
        assertThat(unfinished(target, overOld)).isNotEmpty();
      }
    }
  }

  private Outcome copy(MountedImage image, String options) throws IOException {
    return new Shell(directory)
        .haul("copy", "-j" + WORKERS, options, "source", image.root() + "/target");
  }

  private static void expectFull(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(REST.matcher(outcome.err()).results()).as(outcome.err()).hasSize(1);
    List<String> failed =
        NO_SPACE.matcher(outcome.err()).results().map(match -> match.group(1)).toList();
    // Each worker finds out for itself, and then begins nothing more.
    assertThat(failed).as(outcome.err()).hasSizeBetween(1, WORKERS);
    assertThat(outcome.err().lines()).hasSize(failed.size() + 1);
  }

  /** The files in the target that are not whole, and those that are in nobody's tree. */
  private List<String> unfinished(Path target, boolean overOld) throws IOException {
    List<String> unfinished = new ArrayList<>();
    for (Map.Entry<String, Path> entry : FaultTree.entries(target).entrySet()) {
      Path original = source.resolve(entry.getKey());
      Path copy = entry.getValue();
      boolean whole =
          Files.isDirectory(original)
              ? Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)
              : Files.exists(original)
                  && (FaultTree.isSame(copy, original) || (overOld && FaultTree.isOld(copy)));
      if (!whole) {
        unfinished.add(entry.getKey());
      }
    }
    return unfinished;
  }
}
