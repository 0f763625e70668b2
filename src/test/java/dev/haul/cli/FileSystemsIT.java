package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.MountedImage;
import dev.haul.testing.NastyTree;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import dev.haul.testing.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same on every file system that one has. */
final class FileSystemsIT {
  private static final Outcome SILENT_SUCCESS = new Outcome(0, "", "");
  private static final Pattern EXTENT = Pattern.compile("^ +\\d+:.*", Pattern.MULTILINE);

  @ParameterizedTest
  @EnumSource
  void tree_withEverything_isCopiedWhole(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Path source = NastyTree.make(image.root().resolve("source"));
      Path copy = image.root().resolve("copy");
      Shell shell = new Shell(image.root());
      assertThat(shell.haul("copy", "--special", "source", "copy")).isEqualTo(SILENT_SUCCESS);
      assertThat(Verdicts.differences(source, copy)).isEmpty();

      assertThat(shell.haul("copy", "-easync", "--special", "source", "another"))
          .isEqualTo(SILENT_SUCCESS);
      assertThat(Verdicts.differences(source, image.root().resolve("another"))).isEmpty();

      // Onto itself again: everything is replaced, and the directories are there already.
      assertThat(shell.haul("copy", "--special", "-fT", "source", "copy"))
          .isEqualTo(SILENT_SUCCESS);
      assertThat(Verdicts.differences(source, copy)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tree_withEverything_isCopiedWhole_thereAndBack(MountedImage.Kind kind) throws Exception {
    try (MountedImage memory = MountedImage.Kind.TMPFS.make();
        MountedImage image = kind.make()) {
      Path source = NastyTree.make(memory.root().resolve("source"));
      Path there = image.root().resolve("there");
      Path back = memory.root().resolve("back");
      Shell shell = new Shell(memory.root());
      assertThat(shell.haul("copy", "--special", source.toString(), there.toString()))
          .isEqualTo(SILENT_SUCCESS);
      assertThat(Verdicts.differences(source, there)).isEmpty();
      assertThat(shell.haul("copy", "--special", there.toString(), back.toString()))
          .isEqualTo(SILENT_SUCCESS);
      assertThat(Verdicts.differences(there, back)).isEmpty();
    }
  }

  /** xfs shows access control lists a second time, as trusted attributes that make them. */
  @Test
  void accessControlLists_ofXfs_areNotCopiedAsAttributes() throws Exception {
    Shell.needs("setfacl", "getfacl", "getfattr");
    try (MountedImage memory = MountedImage.Kind.TMPFS.make();
        MountedImage image = MountedImage.Kind.XFS.make()) {
      Shell shell = new Shell(image.root());
      String memoryRoot = memory.root().toString();
      shell
          .sh(
              """
              mkdir source
              echo x >source/file
              setfacl -m u:12:rw source/file
              setfacl -d -m u:12:rwx source
              """)
          .expectSuccess();
      assertThat(shell.haul("copy", "--no-preserve=acl", "source", "without"))
          .isEqualTo(SILENT_SUCCESS);
      assertThat(shell.sh("getfacl -Rs without").expectSuccess()).isEmpty();
      assertThat(shell.haul("copy", "source", memoryRoot)).isEqualTo(SILENT_SUCCESS);
      assertThat(shell.sh("getfacl -Rs \"$1\"", memoryRoot).expectSuccess()).contains("user:12");
      assertThat(shell.sh("getfattr -Rhm ^trusted \"$1\"", memoryRoot).expectSuccess()).isEmpty();
    }
  }

  /** A list of the source that came after the mode would take back what was asked for. */
  @Test
  void mode_thatIsAskedFor_limitsAccessControlListsToo() throws Exception {
    Shell.needs("setfacl", "getfacl");
    try (MountedImage image = MountedImage.Kind.EXT4.make()) {
      Shell shell = new Shell(image.root());
      shell
          .sh(
              """
              mkdir source; echo x >source/file; mkfifo source/fifo
              setfacl -m u:12:rwx source source/*
              setfacl -d -m u:12:rwx source
              """)
          .expectSuccess();
      shell.haul("copy", "--special", "--chmod=D700,F600", "source", "closed");
      shell.sh("umask 077; $H copy --special --no-preserve=mode source masked").expectSuccess();
      shell.haul("copy", "--special", "source", "same");
      for (String copy : List.of("closed", "masked")) {
        assertThat(
                shell
                    .sh("cd $1; stat -c %a . file fifo; getfacl -cpn . file fifo", copy)
                    .expectSuccess())
            .startsWith("700\n600\n600\n")
            .containsPattern("user:12:rwx\\s+#effective:---");
      }
      assertThat(shell.sh("cd same; getfacl -cpn . file fifo").expectSuccess())
          .isEqualTo(shell.sh("cd source; getfacl -cpn . file fifo").expectSuccess());
    }
  }

  /** Seen to go on until the target was full. */
  @Test
  void tree_inWhichWhatItLiesInIsMounted_isCopiedWithoutThat() throws Exception {
    try (MountedImage memory = MountedImage.tmpfs("size=16m,nr_inodes=1000")) {
      Shell shell = new Shell(memory.root());
      shell
          .sh(
              "mkdir -p place/tree/sub/mount; echo x >place/tree/file;"
                  + " mount --bind place place/tree/sub/mount")
          .expectSuccess();
      try {
        assertThat(shell.haul("copy", "place/tree", "copy"))
            .isEqualTo(
                new Outcome(
                    1,
                    "",
                    "haul: cannot copy 'place/tree/sub/mount' to 'copy/sub/mount': a directory that"
                        + " it lies in is mounted on it\n"));
        assertThat(shell.sh("find copy | sort").expectSuccess())
            .isEqualTo("copy\ncopy/file\ncopy/sub\n");
      } finally {
        shell.sh("umount place/tree/sub/mount").expectSuccess();
      }
    }
  }

  /** The mount of what is open already is not its own. */
  @Test
  void mountOfWhatIsOpen_withOneFileSystem_isLeftEmpty() throws Exception {
    try (MountedImage memory = MountedImage.tmpfs("size=16m,nr_inodes=1000")) {
      Shell shell = new Shell(memory.root());
      shell
          .sh("mkdir -p tree/a/b/mount; touch tree/a/file; mount --bind tree/a tree/a/b/mount")
          .expectSuccess();
      try {
        assertThat(shell.haul("copy", "-x", "tree", "copy")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.sh("find copy | sort").expectSuccess())
            .isEqualTo("copy\ncopy/a\ncopy/a/b\ncopy/a/b/mount\ncopy/a/file\n");
        // The twin: without -x it is gone into.
        assertThat(shell.haul("copy", "tree", "all").code()).isEqualTo(1);
      } finally {
        shell.sh("umount tree/a/b/mount").expectSuccess();
      }
    }
  }

  @Test
  void mountInAMount_withOneFileSystem_isNotGoneInto() throws Exception {
    try (MountedImage memory = MountedImage.tmpfs("size=16m,nr_inodes=1000")) {
      Shell shell = new Shell(memory.root());
      shell
          .sh(
              "mkdir -p tree/mount other/inner elsewhere; touch other/file elsewhere/file;"
                  + " mount --bind other tree/mount; mount --bind elsewhere tree/mount/inner")
          .expectSuccess();
      try {
        assertThat(shell.haul("copy", "-x", "tree", "copy")).isEqualTo(SILENT_SUCCESS);
        // As an operand it is wanted, what is mounted in it is not.
        assertThat(shell.haul("copy", "-x", "tree/mount", "mount")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.haul("copy", "tree", "all")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.sh("find copy mount all -type f | sort").expectSuccess())
            .isEqualTo("all/mount/file\nall/mount/inner/file\nmount/file\n");
      } finally {
        shell.sh("umount tree/mount/inner tree/mount").expectSuccess();
      }
    }
  }

  @Test
  void fileThatIsMounted_withOneFileSystem_isLeftOut() throws Exception {
    try (MountedImage memory = MountedImage.tmpfs("size=16m,nr_inodes=1000")) {
      Shell shell = new Shell(memory.root());
      shell
          .sh("mkdir tree; echo x >other; touch tree/file tree/m; mount --bind other tree/m")
          .expectSuccess();
      try {
        assertThat(shell.haul("copy", "-x", "tree", "copy")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.haul("copy", "-x", "tree/m", "mounted")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.haul("copy", "tree", "all")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.sh("find copy mounted all -type f | sort").expectSuccess())
            .isEqualTo("all/file\nall/m\ncopy/file\nmounted\n");
      } finally {
        shell.sh("umount tree/m").expectSuccess();
      }
    }
  }

  /** It says that it is empty, as those beside it are. */
  @Test
  void fileOfProc_thatIsMountedBesideEmptyOnes_isReadToItsEnd() throws Exception {
    try (MountedImage image = MountedImage.Kind.EXT4.make()) {
      Shell shell = new Shell(image.root());
      shell
          .sh("mkdir tree; touch tree/v tree/e1 tree/e2 tree/e3; mount --bind /proc/version tree/v")
          .expectSuccess();
      try {
        assertThat(shell.haul("copy", "tree", "copy")).isEqualTo(SILENT_SUCCESS);
        shell.sh("cmp copy/v /proc/version && test ! -s copy/e1").expectSuccess();
      } finally {
        shell.sh("umount tree/v").expectSuccess();
      }
    }
  }

  @Test
  void caseInsensitiveDirectory_isRenamedAndReplacedIn() throws Exception {
    Shell.needs("mkfs.ext4", "chattr");
    try (MountedImage memory = MountedImage.tmpfs("size=64m")) {
      Shell shell = new Shell(memory.root());
      shell.sh("truncate -s 32M image; mkfs.ext4 -q -O casefold image; mkdir m").expectSuccess();
      assumeTrue(
          shell.sh("mount -o loop image m").code() == 0,
          "needs a kernel whose ext4 can fold cases (CONFIG_UNICODE)");
      try {
        shell
            .sh("mkdir m/d; chattr +F m/d; echo old >m/d/File; echo copied >FILE; echo moved >fILE")
            .expectSuccess();
        assertThat(shell.haul("rename", "--case=upper", "m/d/File").code()).isZero();
        assertThat(shell.sh("ls m/d; cat m/d/file").out()).isEqualTo("FILE\nold\n");
        assertThat(shell.haul("copy", "FILE", "m/d/file").code()).isEqualTo(4);
        assertThat(shell.haul("copy", "-f", "FILE", "m/d/file")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.sh("ls m/d | wc -l; cat m/d/file").out()).isEqualTo("1\ncopied\n");
        assertThat(shell.haul("move", "-f", "fILE", "m/d")).isEqualTo(SILENT_SUCCESS);
        assertThat(shell.sh("ls m/d | wc -l; cat m/d/file").out()).isEqualTo("1\nmoved\n");
      } finally {
        shell.sh("umount m").expectSuccess();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void chain_deeperThanAPathCanBe_isCopiedWhole(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Path source = NastyTree.makeDeep(image.root().resolve("source"));
      Shell shell = new Shell(image.root());
      assertThat(shell.haul("copy", "source", "copy")).isEqualTo(SILENT_SUCCESS);
      List<String> expected = Verdicts.listing(source);
      assertThat(expected).hasSizeGreaterThan(40);
      assertThat(Verdicts.listing(image.root().resolve("copy"))).isEqualTo(expected);

      shell.sh("find copy -name last -execdir touch -d @1 {} +").expectSuccess();
      assertThat(Verdicts.listing(image.root().resolve("copy"))).isNotEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeFile_isShared_whereThatIsPossible(MountedImage.Kind kind) throws Exception {
    Shell.needs("filefrag");
    try (MountedImage image = kind.make()) {
      Shell shell = new Shell(image.root());
      makeLarge(image.root().resolve("large"));
      long before = image.used();
      assertThat(shell.haul("copy", "large", "automatic")).isEqualTo(SILENT_SUCCESS);
      Outcome always = shell.haul("copy", "--reflink=always", "large", "always");
      if (kind.clones()) {
        assertThat(always).isEqualTo(SILENT_SUCCESS);
        assertThat(image.used() - before).isLessThan(4 << 20);
        assertThat(sharedExtents(shell, "automatic")).isEqualTo("all");
        assertThat(sharedExtents(shell, "always")).isEqualTo("all");
        shell.sh("cmp large automatic; cmp large always").expectSuccess();
      } else {
        System.out.println(kind + ": " + always.err().strip());
        assertThat(always.code()).isEqualTo(1);
        assertThat(always.err())
            .isEqualTo(
                "haul: cannot copy 'large' to 'always': a copy there cannot share its data\n");
        assertThat(image.root().resolve("always")).doesNotExist();
        shell.sh("cmp large automatic").expectSuccess();
      }
    }
  }

  /** Of files on both sides of the size from which threads share one. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"XFS", "BTRFS"})
  void file_thatMustNotBeShared_isNot(MountedImage.Kind kind) throws Exception {
    Shell.needs("filefrag");
    try (MountedImage image = kind.make()) {
      Shell shell = new Shell(image.root());
      makeLarge(image.root().resolve("large"));
      shell.sh("head -c 3M large >medium; cp medium holes; truncate -s 9M holes").expectSuccess();
      for (String name : List.of("large", "medium", "holes")) {
        assertThat(shell.haul("copy", "--reflink=never", name, "copy-" + name))
            .isEqualTo(SILENT_SUCCESS);
        assertThat(sharedExtents(shell, "copy-" + name)).as(name).isEqualTo("none");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"XFS", "BTRFS"})
  void holes_areMadeOrFilled_whereDataCouldBeShared(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Shell shell = new Shell(image.root());
      shell.sh("truncate -s 9M holes; head -c 9M /dev/zero >zeros; sync").expectSuccess();
      String copy = "$H copy --sparse=\"$1\" \"$2\" copy; sync; stat -c '%b' copy; rm copy";
      assertThat(shell.sh(copy, "always", "zeros").expectSuccess()).isEqualTo("0\n");
      assertThat(Integer.parseInt(shell.sh(copy, "never", "holes").expectSuccess().strip()))
          .isGreaterThanOrEqualTo((9 << 20) / 512);
      // The twin: what is shared stays as it is.
      assertThat(shell.sh(copy, "auto", "holes").expectSuccess()).isEqualTo("0\n");
    }
  }

  private static void makeLarge(Path path) throws IOException {
    byte[] content = new byte[64 << 20];
    new Random(3).nextBytes(content);
    Files.write(path, content);
  }

  private static String sharedExtents(Shell shell, String name) throws Exception {
    String listing = shell.sh("filefrag -sv \"$1\"", name).expectSuccess();
    List<String> extents = EXTENT.matcher(listing).results().map(result -> result.group()).toList();
    assertThat(extents).as(listing).isNotEmpty();
    long shared = extents.stream().filter(extent -> extent.contains("shared")).count();
    return shared == 0 ? "none" : shared == extents.size() ? "all" : "some:\n" + listing;
  }

  /** The twin of all the above: who finds no difference must be able to find one. */
  @Test
  void copy_thatWasAltered_isRejected() throws Exception {
    Shell.needs("setfattr", "setfacl", "fallocate");
    try (MountedImage image = MountedImage.Kind.EXT4.make()) {
      Shell shell = new Shell(image.root());
      Path source = image.root().resolve("source");
      Path copy = image.root().resolve("copy");
      shell.sh(TREE_TO_ALTER + "cp -a source copy").expectSuccess();
      assertThat(Verdicts.differences(source, copy)).isEmpty();
      for (String alteration : ALTERATIONS) {
        shell.sh("rm -r copy; cp -a source copy\n" + alteration).expectSuccess();
        assertThat(Verdicts.differences(source, copy)).as(alteration).isNotEmpty();
      }
    }
  }

  private static final List<String> ALTERATIONS =
      List.of(
          "chown 1 copy/file",
          "chgrp 1 copy/directory",
          "chmod g+w copy/file",
          "chmod u+s copy/file",
          "touch -d @1234567890.000000001 copy/file",
          "touch -d @7 copy/directory",
          "touch -h -d @7 copy/link",
          "setfattr -n user.name -v other copy/file",
          "setfattr -x trusted.name copy/directory",
          "setfacl -m u:1:r copy/file",
          "setfacl -d -m u:1:r copy/directory",
          "setfacl -k copy/list",
          "fallocate --dig-holes copy/zeros",
          "fallocate --offset 8192 --length 4096 copy/hole",
          "cp -p copy/one copy/two.new; mv copy/two.new copy/two",
          "ln copy/file copy/more",
          "ln -sfn elsewhere copy/link",
          "rm copy/fifo",
          "rm copy/null; mknod copy/null c 1 5",
          "rm copy/empty",
          "mkdir copy/more",
          "printf X | dd of=copy/file conv=notrunc status=none; touch -r source/file copy/file");

  private static final String TREE_TO_ALTER =
      """
      mkdir source
      cd source
      mkdir directory list
      echo content >file
      echo linked >one
      ln one two
      ln -s file link
      mkfifo fifo
      mknod null c 1 3
      : >empty
      head -c 100000 /dev/zero >zeros
      truncate -s 100000 hole
      setfattr -n user.name -v value file
      setfattr -n trusted.name -v value directory
      setfacl -d -m u:2:r list
      touch -d @1234567890 file
      cd ..
      """;

  @Test
  void image_thatIsClosed_leavesNothing() throws Exception {
    MountedImage image = MountedImage.Kind.EXT4.make();
    Path home = Objects.requireNonNull(image.root().getParent());
    String listing = "cat /proc/self/mounts; losetup --list --output BACK-FILE";
    Shell shell = new Shell(Path.of("/"));
    assertThat(shell.sh(listing).expectSuccess())
        .contains(image.root() + " ")
        .contains(home + "/image");
    image.close();
    assertThat(home).doesNotExist();
    assertThat(shell.sh(listing).expectSuccess()).doesNotContain(home.toString());
  }
}
