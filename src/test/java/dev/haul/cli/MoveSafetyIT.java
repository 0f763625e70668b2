package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways in which a move to another file system could take something for moved that is not. */
final class MoveSafetyIT {
  private MountedImage from;
  private MountedImage to;
  private Shell shell;

  @BeforeEach
  void makesFileSystems() throws IOException {
    from = MountedImage.Kind.TMPFS.make();
    to = MountedImage.Kind.EXT4.make();
    shell = new Shell(from.root());
  }

  @AfterEach
  void removesFileSystems() throws IOException {
    to.close();
    from.close();
  }

  /** Where {@code $T} is the other file system. */
  private Outcome sh(String script) throws IOException {
    return shell.sh("T=\"$1\"\n" + script, to.root().toString());
  }

  private Path there(String name) {
    return to.root().resolve(name);
  }

  private Path here(String name) {
    return from.root().resolve(name);
  }

  @Test
  void repeatedMove_replacesNothingThatThePolicyLeaves() throws Exception {
    sh("mkdir src $T/dst; echo longer >src/f; echo OLD >$T/dst/f; chmod 700 $T/dst;"
            + " touch -d 2020-01-01 src/f $T/dst/f")
        .expectSuccess();
    for (int i = 0; i < 2; i++) {
      assertThat(sh("$H move --merge -T src $T/dst").code()).isEqualTo(4);
      assertThat(there("dst/f")).hasContent("OLD");
      assertThat(here("src/f")).hasContent("longer");
      assertThat(sh("stat -c %a $T/dst").out()).isEqualTo("700\n");
    }
  }

  /** The change time is that of all its names. */
  @Test
  void targetWhoseOtherNameIsReplaced_isNotTakenForTheCopy() throws Exception {
    sh("mkdir src $T/dst; echo SRC-A >src/a; echo longer >src/b; echo DST-A >$T/dst/a;"
            + " ln $T/dst/a $T/dst/b; touch -d 2020-01-01 src/a $T/dst/a")
        .expectSuccess();
    assertThat(sh("$H move --merge --if-exists=update -T src $T/dst").code()).isEqualTo(1);
    assertThat(here("src/a")).hasContent("SRC-A");
    assertThat(there("dst/a")).hasContent("DST-A");
  }

  @Test
  void noteOfAnotherTree_ofTheSameRelativeName_isNotGoneOnWith() throws Exception {
    Outcome first =
        sh(
            "mkdir -p a/src b/src; echo A >a/src/f; echo B >b/src/f; mkdir a/src/z; echo x >a/src/z/x;"
                + " touch -d 2020-01-01 a/src/f b/src/f; mkdir $T/src; echo in the way >$T/src/z;"
                + " (cd a; $H move --merge src $T)");
    assertThat(first.code()).isEqualTo(4);
    Outcome other = sh("cd b; $H move src $T");
    assertThat(other.code()).isEqualTo(4);
    assertThat(here("b/src/f")).hasContent("B");
  }

  private static final String NOTE =
      "N=$T/.haul-move-$(printf %s src | sha256sum | cut -c1-32);"
          + " id() { stat -c %i:%.9W \"$1\"; };"
          + " P=\" in $(id .) $(printf %s src | od -An -tx1 | tr -d ' ')\";";

  @Test
  void noteOfNobody_isReplaced_andGoesWithTheMove() throws Exception {
    sh("mkdir src; echo x >src/f;" + NOTE + "echo rubbish >$N; echo rubbish >$N-copied")
        .expectSuccess();
    assertThat(sh("$H move src $T")).isEqualTo(new Outcome(0, "", ""));
    assertThat(there("src/f")).hasContent("x");
    assertThat(here("src")).doesNotExist();
    assertThat(sh("ls -A $T | grep haul").out()).isEmpty();
  }

  /** Under the same path, but it is not what the dead run was moving. */
  @Test
  void noteOfAnotherDirectory_isNotGoneOnWith() throws Exception {
    String note = NOTE + "echo \"made $(id src)0$P\" | tee $N >$N-copied;";
    sh("mkdir src $T/src; echo x >src/f; echo theirs >$T/src/theirs;" + note).expectSuccess();
    assertThat(sh("$H move src $T").code()).isEqualTo(4);
    assertThat(here("src/f")).hasContent("x");
    assertThat(there("src/theirs")).hasContent("theirs");
    assertThat(there("src/f")).doesNotExist();
  }

  /** The twin: with the right note it is. */
  @Test
  void noteOfTheSameDirectory_isGoneOnWith() throws Exception {
    String note = NOTE + "echo \"made $(id src)$P\" >$N;";
    sh("mkdir src $T/src; echo x >src/f; echo theirs >$T/src/theirs;" + note).expectSuccess();
    assertThat(sh("$H move src $T")).isEqualTo(new Outcome(0, "", ""));
    assertThat(here("src")).doesNotExist();
    assertThat(there("src/f")).hasContent("x");
    assertThat(there("src/theirs")).hasContent("theirs");
  }

  private static final String MADE =
      NOTE + "mkdir $T/src; echo \"made $(id src)$P\" >$N; echo longer >src/f;";

  @Test
  void whatADeadRunHasNotEnded_isDoneAgain() throws Exception {
    String left =
        "ln -s f src/link; ln src/f src/g; mkfifo src/fifo; printf long >$T/src/f;"
            + " ln $T/src/f $T/src/g; ln -s f $T/src/link; mkfifo $T/src/fifo; : >$T/src/e;"
            + " echo longer >src/e; touch -d 2020-01-01 src/* ; touch -h -d 2020-01-01 src/link;"
            + " find src -printf '%f %y %n %s %l %t\\n' | grep -v ^src | sort >list";
    sh("mkdir src;" + MADE + left).expectSuccess();
    assertThat(sh("$H move src $T")).isEqualTo(new Outcome(0, "", ""));
    assertThat(sh("find $T/src -printf '%f %y %n %s %l %t\\n' | grep -v ^src | sort | diff - list"))
        .isEqualTo(new Outcome(0, "", ""));
    assertThat(here("src")).doesNotExist();
  }

  /** The twin: what cannot be the beginning of what is to go there. */
  @Test
  void whatADeadRunCannotHaveLeft_stays() throws Exception {
    String theirs = "printf theirs >$T/src/f; ln -s here src/link; ln -s there $T/src/link";
    sh("mkdir src;" + MADE + theirs).expectSuccess();
    assertThat(sh("$H move src $T").code()).isEqualTo(4);
    assertThat(here("src/f")).hasContent("longer\n");
    assertThat(there("src/f")).hasContent("theirs");
    assertThat(sh("readlink $T/src/link").out()).isEqualTo("there\n");
  }

  /** The twin: where somebody else's may be, the beginning of a file is a file. */
  @Test
  void beginningOfAFile_inADirectoryThatWasThere_stays() throws Exception {
    String merged = NOTE + "echo \"merged $(id src)$P\" >$N; echo longer >src/f;";
    sh("mkdir src $T/src;" + merged + "printf long >$T/src/f").expectSuccess();
    assertThat(sh("$H move --merge src $T").code()).isEqualTo(4);
    assertThat(here("src/f")).hasContent("longer\n");
    assertThat(there("src/f")).hasContent("long");
  }

  @Test
  void errorOfTheDeletion_isTold_alsoWhenSomeAreSkipped() throws Exception {
    sh("mkdir -p s/d ro; echo x >s/d/f; mount --bind s ro; mount -o remount,ro,bind ro")
        .expectSuccess();
    try {
      Outcome outcome = sh("$H move --if-exists=skip ro/d $T/new");
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("Read-only file system");
    } finally {
      sh("umount ro").expectSuccess();
    }
  }

  @ParameterizedTest
  @CsvSource({"threads,fail", "threads,skip", "processes,fail"})
  void whatMayNotBeRemoved_isMovedByTheSameCommand_onceItMay(String engine, String policy)
      throws Exception {
    Shell.needs("setpriv");
    String command =
        "setpriv --reuid=65534 --regid=65534 --clear-groups $H move -e %s --if-exists=%s s/k t"
            .formatted(engine, policy);
    sh("mkdir -p s/k/ro/deep home t; echo x >s/k/ro/deep/f; echo y >s/k/g;"
            + " chmod 555 s/k/ro/deep; chown -R 65534 s home; mount -t tmpfs none t")
        .expectSuccess();
    try {
      Outcome failed = sh(command);
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.err())
          .contains("is copied, but cannot be removed from its directory: Permission denied");
      assertThat(here("s/k/g")).doesNotExist();
      assertThat(sh("chmod 755 s/k/ro/deep; " + command)).isEqualTo(new Outcome(0, "", ""));
      assertThat(here("s/k")).doesNotExist();
      assertThat(here("t/k/ro/deep/f")).hasContent("x");
      assertThat(sh("ls -A t").out()).isEqualTo("k\n");
    } finally {
      sh("umount t").expectSuccess();
    }
  }

  /** The twin: what others have changed is not the same command's any more. */
  @Test
  void whatChangedMeanwhile_endsTheMove() throws Exception {
    String note = NOTE + "echo \"made $(id src)$P\" | tee $N >$N-copied;";
    sh("mkdir src $T/src; echo newer >src/f; echo older >$T/src/f;" + note).expectSuccess();
    Outcome outcome = sh("$H move src $T");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("came or changed meanwhile, and stays");
    assertThat(sh("ls -A $T | grep haul || true").out()).isEmpty();
    assertThat(sh("$H move src $T").err()).contains("use --merge to move into it");
    assertThat(here("src/f")).hasContent("newer");
    assertThat(there("src/f")).hasContent("older");
  }

  /** By way of a mount it is on another file system than its own name. */
  @Test
  void copyThatIsTheSourceItself_isNoCopy() throws Exception {
    sh("mkdir -p src/sub dst/sub; echo PRECIOUS >src/sub/f; mount -t tmpfs none dst/sub;"
            + " touch dst/sub/f; mount --bind src/sub/f dst/sub/f")
        .expectSuccess();
    try {
      assertThat(sh("$H move --merge -T src dst").code()).isEqualTo(4);
    } finally {
      sh("umount dst/sub/f; umount dst/sub").expectSuccess();
    }
    assertThat(here("src/sub/f")).hasContent("PRECIOUS");
  }

  @Test
  void whatIsMountedInTheSource_isNotEmptied() throws Exception {
    sh("mkdir -p elsewhere/deep src/m; echo x >elsewhere/deep/f; mount --bind elsewhere src/m")
        .expectSuccess();
    try {
      Outcome outcome = sh("$H move src $T");
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("is a mount point");
    } finally {
      sh("umount src/m").expectSuccess();
    }
    assertThat(here("elsewhere/deep/f")).hasContent("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--merge", "-f", "-eprocesses"})
  void mountPoint_isRefused_beforeAnythingIsCopied(String option) throws Exception {
    sh("mkdir m other; echo o >other/o; mount -t tmpfs none m; echo x >m/f").expectSuccess();
    try {
      Outcome outcome = sh("$H move " + option + " m other $T");
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("is a mount point: move what is in it instead");
      assertThat(here("m/f")).hasContent("x");
      assertThat(sh("ls -A $T").out()).isEqualTo("lost+found\nother\n");
    } finally {
      sh("umount m").expectSuccess();
    }
  }

  @Test
  void emptyDirectoryInTheTargetsPlace_givesWay_withItsMode() throws Exception {
    sh("mkdir -m 700 src; echo secret >src/f; mkdir -m 755 $T/empty").expectSuccess();
    assertThat(sh("$H move -T src $T/empty").code()).isZero();
    assertThat(sh("stat -c %a $T/empty").out()).isEqualTo("700\n");
  }

  /** Inodes of 128 bytes have room for seconds only. */
  @Test
  void targetWhoseTimesAreCoarse_takesAll() throws Exception {
    Shell.needs("mkfs.ext4");
    sh("truncate -s 16M $T/image && mkfs.ext4 -q -I 128 $T/image && mkdir $T/coarse"
            + " && mount -o loop $T/image $T/coarse && mkdir src && echo x >src/f")
        .expectSuccess();
    try {
      assertThat(sh("$H move src $T/coarse")).isEqualTo(new Outcome(0, "", ""));
      assertThat(there("coarse/src/f")).hasContent("x");
      assertThat(here("src")).doesNotExist();
    } finally {
      sh("umount $T/coarse").expectSuccess();
    }
  }

  @Test
  void fileWithATemporaryName_isMovedLikeAnyOther() throws Exception {
    sh("mkdir src dst; echo IMPORTANT >src/.haul-0123456789abcdef-1; echo n >src/zz; echo o >dst/zz")
        .expectSuccess();
    assertThat(sh("$H move --merge -f -T src dst").code()).isZero();
    assertThat(here("dst/.haul-0123456789abcdef-1")).hasContent("IMPORTANT");
  }

  @Test
  void fileThatMayNotBeRemoved_isNotGivenTwoNames() throws Exception {
    Shell.needsRoot();
    Shell.needs("setpriv");
    sh("mkdir -m 1777 s; mkdir -m 777 t; echo x >s/f; chmod 666 s/f").expectSuccess();
    Outcome outcome = sh("setpriv --reuid=65534 --regid=65534 --clear-groups $H move s/f t");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(here("s/f")).exists();
    assertThat(here("t/f")).doesNotExist();
  }

  private static final String EQUAL =
      "echo same >f; chmod 600 f; setfattr -n user.key -v important f; cp -a f $T/f;";

  /** Whoever put it there need not have waited for the disk. */
  @Test
  void equalFileThatWasThere_isDurable_beforeTheSourceGoes() throws Exception {
    Shell.needs("strace", "setfattr");
    sh(EQUAL + "strace -f -o trace -e trace=fsync,unlinkat $H move -v f $T").expectSuccess();
    List<String> calls =
        Files.readAllLines(here("trace")).stream()
            .map(line -> line.replaceAll("^\\d+ +|\\(.*", ""))
            .filter(call -> call.matches("fsync|unlinkat"))
            .toList();
    assertThat(calls).containsExactly("fsync", "fsync", "unlinkat");
    assertThat(here("f")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"fail,4", "skip,0", "newer,0"})
  void equalFileWithOtherAttributes_isNotTheCopy(String policy, int code) throws Exception {
    Shell.needs("setfattr", "getfattr");
    for (String other : List.of("chmod 644 $T/f", "setfattr -x user.key $T/f", "chown 7 $T/f")) {
      sh(EQUAL + other).expectSuccess();
      assertThat(sh("$H move --if-exists=" + policy + " f $T").code()).as(other).isEqualTo(code);
      assertThat(here("f")).hasContent("same");
    }
  }

  @ParameterizedTest
  @CsvSource({"fail,4", "skip,0", "newer,0"})
  void equalFileWithOtherAttributes_inATree_isNotTheCopy(String policy, int code) throws Exception {
    Shell.needs("setfattr");
    sh("mkdir t $T/t; cd t; T=$T/t;" + EQUAL + "chmod 644 $T/f").expectSuccess();
    assertThat(sh("$H move --merge --if-exists=" + policy + " t $T").code()).isEqualTo(code);
    assertThat(here("t/f")).hasContent("same");
  }

  @Test
  void equalFileWithOtherAttributes_isUpdated() throws Exception {
    Shell.needs("setfattr", "getfattr");
    sh("mkdir t $T/t; cd t; T=$T/t;" + EQUAL + "chmod 644 $T/f; setfattr -x user.key $T/f")
        .expectSuccess();
    sh("$H move --merge -u t $T").expectSuccess();
    assertThat(sh("stat -c %a $T/t/f; getfattr --only-values -n user.key $T/t/f").out())
        .isEqualTo("600\nimportant");
    assertThat(here("t")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b a", "a a/b", "a a/../a/b"})
  void sourceInAnother_isMovedBeforeIt_alsoToAnotherFileSystem(String sources) throws Exception {
    String many = "for i in $(seq 300); do echo $i >a/b/$i; echo $i >a/$i; done;";
    sh("mkdir -p a/b $T/into;" + many).expectSuccess();
    assertThat(sh("$H move " + sources + " $T/into")).isEqualTo(new Outcome(0, "", ""));
    assertThat(here("a")).doesNotExist();
    assertThat(sh("cd $T/into; ls; find a -type f | wc -l; find a b -type f | wc -l").out())
        .isEqualTo("a\nb\n300\n600\n");
  }

  /** A move that was killed when all was copied, and one file deleted. */
  private Outcome killedMove(String name) throws Exception {
    Shell.needs("strace");
    String script =
        "mkdir \"$2\"; for i in 1 2 3 4; do echo $i >\"$2/$i\"; done;"
            + " strace -f -o trace -e trace=unlinkat -e inject=unlinkat:signal=KILL:when=4"
            + " $H move -j 1 \"$2\" $T/new || true; ls \"$2\" | wc -l";
    return shell.sh("T=\"$1\"\n" + script, to.root().toString(), name);
  }

  private void assertMovedOn(Outcome again) throws Exception {
    assertThat(again).isEqualTo(new Outcome(0, "", ""));
    assertThat(sh("cd $T; find . -path ./lost+found -o -print | sort | tr '\\n' ' '").out())
        .isEqualTo(". ./new ./new/1 ./new/2 ./new/3 ./new/4 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"src", "two\nlines", "grün"})
  void interruptedMove_goesOn_whateverTheName(String name) throws Exception {
    assertThat(killedMove(name).out()).isNotEqualTo("4\n");
    assertMovedOn(shell.sh("LC_ALL=C $H move \"$2\" \"$1/new\"", to.root().toString(), name));
    assertThat(here("src")).doesNotExist();
  }

  @Test
  void interruptedMove_goesOn_alsoWithANameThatIsNotText() throws Exception {
    Shell.needs("strace");
    String script =
        "S=$(printf 's\\376'); mkdir $S; for i in 1 2 3 4; do echo $i >$S/$i; done;"
            + " strace -f -o trace -e trace=unlinkat -e inject=unlinkat:signal=KILL:when=4"
            + " $H move -j 1 $S $T/new || true; $H move $S $T/new; ls";
    assertMovedOn(new Outcome(0, sh(script).expectSuccess().replace("trace\n", ""), ""));
  }

  /** The same words elsewhere are another command. */
  @Test
  void interruptedMove_isNotEnded_byItsWordsInAnotherDirectory() throws Exception {
    killedMove("src");
    Outcome elsewhere = sh("mkdir other; cd other; $H move src $T/new");
    assertThat(elsewhere.code()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("No such file or directory");
    assertMovedOn(sh("$H move src $T/new"));
  }

  /** Loop devices, network and other file systems get another number when they come again. */
  @Test
  void interruptedMove_goesOn_whenTheSourceIsMountedAnew() throws Exception {
    Shell.needs("mkfs.ext4");
    sh("truncate -s 16M image && mkfs.ext4 -q image && mkdir m && mount -o loop image m")
        .expectSuccess();
    String before;
    try {
      killedMove("m/src");
      before = sh("stat -c %d m/src; umount m; truncate -s 1M held").expectSuccess();
      // The loop device that was free is taken by another one.
      sh("losetup -f --show held >loop; mount -o loop image m").expectSuccess();
      assertThat(sh("stat -c %d m/src").out()).isNotEqualTo(before);
      assertMovedOn(sh("$H move m/src $T/new"));
    } finally {
      sh("umount m; losetup -d $(cat loop)");
    }
  }
}
