package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be done is said in a line and changes nothing. */
final class BadInputIT {
  @TempDir private Path directory;
  private Shell shell = new Shell(Path.of(""));

  @BeforeEach
  void makesTree() throws Exception {
    shell = new Shell(directory);
    shell
        .sh(
            """
            mkdir -p directory/sub other target private
            echo one >file; echo two >existing; echo three >other/file; echo four >directory/sub/in
            ln file linked; ln -s file link; ln -s directory way; ln -s none dangling
            """)
        .expectSuccess();
  }

  /** Every entry with what tells of any change, the time of the last one among it. */
  private String everything() throws Exception {
    return shell
        .sh("find . -printf '%p %i %y %m %n %U:%G %s %T@ %C@ %l\\n' | sort")
        .expectSuccess();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "none new                 | 1 | cannot copy 'none' to 'new': No such file or directory",
        "none file target         | 1 | cannot copy 'none' to 'target/none': No such file or directory",
        "directory directory/new  | 1 | cannot copy 'directory' to 'directory/new': the target lies"
            + " inside the source (choose a target outside of it)",
        "directory directory/sub  | 1 | cannot copy 'directory' to 'directory/sub/directory': the"
            + " target lies inside the source (choose a target outside of it)",
        "directory way/sub        | 1 | cannot copy 'directory' to 'way/sub/directory': the"
            + " target lies inside the source (choose a target outside of it)",
        "-T directory directory   | 1 | cannot copy 'directory' to 'directory': they are the same file",
        "file file                | 1 | cannot copy 'file' to 'file': they are the same file",
        "-f file ./file           | 1 | cannot copy 'file' to './file': they are the same file",
        "-f file linked           | 1 | cannot copy 'file' to 'linked': they are the same file",
        "file other/file target   | 1 | cannot copy 'other/file' to 'target/file': 'file' would get"
            + " the same name (copy them one by one, under different names)",
        "file none/new            | 1 | cannot copy 'file' to 'none/new': the directory to put it in"
            + " does not exist (make it with mkdir -p)",
        "file existing            | 4 | cannot copy 'file' to 'existing': File exists"
            + " (use -f to replace it, -u if it differs)",
        "-T file directory        | 4 | cannot copy 'file' to 'directory': a directory is in its place",
        "-T -f directory existing | 4 | cannot copy 'directory' to 'existing': something that is not a"
            + " directory is in its place",
      })
  void operands_thatCannotBe_areRefused(String words, int code, String message) throws Exception {
    String before = everything();
    Outcome outcome = shell.haul(("copy " + words).split(" ", -1));
    assertThat(outcome).isEqualTo(new Outcome(code, "", "haul: " + message + "\n"));
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--nope file new       | unknown option: '--nope'",
        "-j 0 file new         | --jobs: '0': not a number of at least 1",
        "-j two file new       | --jobs: 'two': not a number of at least 1",
        "--sparse=no file new  | --sparse: 'no': not one of auto, always, never",
        "--reflink=always --sparse=never file new | --reflink: 'always': what is shared has the holes"
            + " of its source: excludes --sparse",
        "--exclude=[z-a] file new | not a glob: '[z-a]': nothing is from 'z' to 'a'",
        "file                  | where to? TARGET is missing after 'file'",
      })
  void words_thatAreNotUnderstood_areRefused(String words, String message) throws Exception {
    String before = everything();
    Outcome outcome = shell.haul(("copy " + words).split(" ", -1));
    assertThat(outcome)
        .isEqualTo(new Outcome(2, "", "haul copy: " + message + "\nTry 'haul copy --help'.\n"));
    assertThat(everything()).isEqualTo(before);
  }

  /** Names are bytes, whatever the locale; what haul says of them is true. */
  @Test
  void namesThatTheLocaleLacks_areUsedLikeOthers() throws Exception {
    String script =
        "export LC_ALL=C; u=$(printf '\\303\\274'); mkdir $u; cd $u; mkdir $u; >$u/a1; cd $u;"
            + " $H rename --undo-file=../$u/undo$u s/a/b/ ../$u/a1; ls;"
            + " $H rename --undo=undo$u; echo a1 >list$u; printf 'a1\\tc1\\n' >map$u;"
            + " $H rename --undo-file=undo --map=map$u; echo c1 >list$u;"
            + " cat list$u | $H delete --files-from=/dev/stdin; $H delete --files-from=../$u/none;"
            + " mv map$u c1; $H delete --files-from=../$u/list$u; ls";
    Outcome outcome = shell.sh(script.replace("/none;", "/none || true;"));
    assertThat(outcome.err())
        .endsWith("/none (No such file or directory)\nTry 'haul delete --help'.\n");
    assertThat(outcome.expectSuccess())
        .isEqualTo("b1\nundo\u00c3\u00bc\nlist\u00c3\u00bc\nundo\nundo\u00c3\u00bc\n");
  }

  @Test
  void sources_thatWouldGetOneName_areNotMoved() throws Exception {
    assertThat(shell.haul("move", "file", "other/file", "target"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "haul: cannot move 'other/file' to 'target/file': 'file' would get the same name"
                    + " (move them one by one, under different names)\n"));
  }

  @Test
  void workingDirectory_thatIsGone_isSaidInALine() throws Exception {
    Outcome outcome =
        shell.sh(
            "mkdir gone; cd gone; rmdir ../gone; exec $H delete -r \"$1\"", directory + "/other");
    assertThat(outcome.code()).isEqualTo(1);
    // Before it, the shell complains too.
    assertThat(outcome.err().lines().filter(line -> !line.contains("getcwd")))
        .containsExactly("haul: the working directory does not exist any more: go to another one");
    assertThat(directory.resolve("other/file")).exists();
  }

  @Test
  void target_thatCannotBeWritten_isOneClearLine() throws Exception {
    asNobody();
    String before = everything();
    assertThat(shell.sh(NOBODY + "$H copy file target"))
        .isEqualTo(
            new Outcome(1, "", "haul: cannot copy 'file' to 'target/file': Permission denied\n"));
    assertThat(shell.sh(NOBODY + "$H copy directory target"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "haul: cannot copy 'directory' to 'target/directory': Permission denied (target)\n"));
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void file_thatCannotBeRead_doesNotKeepTheOthers() throws Exception {
    asNobody();
    shell.sh("echo secret >directory/secret; chmod 0600 directory/secret; chmod 0777 target");
    shell.sh("for i in 1 2 3; do echo $i >directory/good$i; done").expectSuccess();
    assertThat(shell.sh(NOBODY + "$H copy directory target"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "haul: cannot copy 'directory/secret' to 'target/directory/secret':"
                    + " Permission denied\n"));
    assertThat(shell.sh("diff -r directory target/directory").out())
        .isEqualTo("Only in directory: secret\n");
  }

  @Test
  void directory_thatCannotBeRead_doesNotKeepTheOthers() throws Exception {
    asNobody();
    shell.sh("chmod 0777 target; mv private directory; chmod 0700 directory/private");
    Outcome outcome = shell.sh(NOBODY + "$H copy directory target");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "haul: cannot copy 'directory/private' to 'target/directory/private':"
                + " Permission denied\n");
    assertThat(directory.resolve("target/directory/sub/in")).hasContent("four");
  }

  @Test
  void umask_thatTakesFromTheOwner_doesNotKeepATree() throws Exception {
    asNobody();
    shell.sh("chmod 0777 target").expectSuccess();
    shell.sh("umask 0222; " + NOBODY + "$H copy directory target").expectSuccess();
    shell.sh("diff -r directory target/directory").expectSuccess();
  }

  private static final String NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

  private void asNobody() throws Exception {
    Shell.needsRoot();
    Shell.needs("setpriv");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assumeTrue(
        shell.sh(NOBODY + "test -x $H").code() == 0, "needs a checkout that everybody may read");
  }
}
