package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The undo file of {@code haul rename}: where it is, and what it takes back. */
final class RenameUndoTest extends RenameFixture {
  @Test
  @Effect("rename --undo")
  void undo_takesItBack() throws IOException {
    rename("s/.*/x/", one);
    assertThat(names()).containsExactly("two", "x");
    CommandTester.Outcome dry = run("-n", "--undo", undoFile());
    assertThat(dry.out())
        .isEqualTo("would rename '" + tree.resolve("x") + "' -> '" + tree.resolve("one") + "'\n");
    assertThat(rename("--undo", undoFile())).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("one", "two");
    assertThat(rename("--undo", undoFile())).isEqualTo(ExitCode.DONE);
    assertThat(one).hasContent("first");
  }

  @Test
  @Effect("rename --undo-file")
  void undoFile_isWrittenWhereItIsWanted_butNotOverAnother() throws IOException {
    Path undo = directory.resolve("undo");
    assertThat(rename("--undo-file", undo, EXPRESSION, one)).isEqualTo(ExitCode.DONE);
    assertThat(directory.resolve("state")).doesNotExist();
    CommandTester.Outcome outcome = run("--undo-file", undo, EXPRESSION, two);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).isEqualTo("haul: cannot rename: '" + undo + "': File exists\n");
    assertThat(names()).containsExactly("0ne", "two");
    assertThat(rename("--undo", undo)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("one", "two");
  }

  /** Whoever is told its name must find it there afterwards. */
  @Test
  void undoFile_thatWouldGetAnotherPlace_isRefused() throws IOException {
    Path inner = Files.createDirectory(tree.resolve("inner"));
    Path link = Files.createSymbolicLink(tree.resolve("linked"), directory);
    for (Path undo : List.of(inner.resolve("undo"), link.resolve("undo"))) {
      CommandTester.Outcome outcome =
          run("--undo-file", undo, "-r", "s/n/N/", tree.resolve("inner"), link);
      assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err())
          .contains(
              "the undo file '" + undo + "': '", "', which it would lie in, gets another name");
    }
    CommandTester.Outcome below = run("--undo-file", inner.resolve("undo"), "s/tree/t/", tree);
    assertThat(below.err()).contains("'tree', which it would lie in, gets another name");
    assertThat(names()).containsExactly("inner", "linked", "one", "two");
    assertThat(directory.resolve("undo")).doesNotExist();
    assertThat(inner).isEmptyDirectory();
    assertThat(rename("--undo-file", inner.resolve("undo"), EXPRESSION, one))
        .isEqualTo(ExitCode.DONE);
    assertThat(rename("--undo", inner.resolve("undo"))).isEqualTo(ExitCode.DONE);
  }

  @Test
  void undoFile_whoseNameIsToBeGiven_isRefused() throws IOException {
    CommandTester.Outcome outcome = run("--undo-file", tree.resolve("0ne"), EXPRESSION, one);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("/0ne': 'one' is to get this name");
    assertThat(names()).containsExactly("one", "two");
  }

  @Test
  void usualUndoFile_thatWouldGetAnotherPlace_isRefusedToo() throws IOException {
    haul.variable("XDG_STATE_HOME", tree.resolve("state").toString());
    CommandTester.Outcome outcome = run("s/tree/t/", tree);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("'tree', which it would lie in", "--undo-file=FILE");
    assertThat(one).exists();
  }

  @Test
  void undo_ofWhatIsGone_saysSo_notThatWhatHasItsNameIsAnother() throws IOException {
    Path three = tree.resolve("three");
    Path map = Files.writeString(directory.resolve("map"), one + "\ttwo\n" + two + "\tthree\n");
    assertThat(rename("--map", map)).isEqualTo(ExitCode.DONE);
    Files.delete(two);
    CommandTester.Outcome outcome = run("--undo", undoFile());
    assertThat(outcome.err())
        .isEqualTo(
            "haul: cannot rename '"
                + two
                + "' to '"
                + one
                + "': the file meant is not there any more, but another\n");
    assertThat(two).hasContent("second");
    assertThat(three).doesNotExist();
    assertThat(run("--undo", tree).err())
        .isEqualTo("haul: cannot rename: '" + tree + "': Is a directory\n");
  }

  @Test
  void undoFileWithoutItsEnd_takesBackWhatItHas_andIsAFailure() throws IOException {
    rename(EXPRESSION, one, two);
    byte[] bytes = Files.readAllBytes(undoFile());
    String text = Files.readString(undoFile());
    for (int length : List.of(0, 20, text.lastIndexOf("rename\t"), text.indexOf("end\t"))) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, length));
      CommandTester.Outcome outcome = run("-q", "--json", "--undo", cut);
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.out()).contains("\"exitCode\":1");
      assertThat(outcome.err())
          .isEqualTo(
              "haul: '"
                  + cut
                  + "' has no end: if haul was stopped while it wrote it, nothing had been renamed;"
                  + " if it was cut off later, not all is taken back\n");
    }
    assertThat(names()).containsExactly("one", "two");
  }

  @Test
  void damagedUndoFile_isRefused() throws IOException {
    rename(EXPRESSION, one);
    byte[] bytes = Files.readAllBytes(undoFile());
    bytes[30] ^= 1;
    Path damaged = Files.write(directory.resolve("damaged"), bytes);
    CommandTester.Outcome outcome = run("--undo", damaged);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .isEqualTo("haul: cannot rename: '" + damaged + "': line 2: it is damaged\n");
    assertThat(names()).containsExactly("0ne", "two");
  }

  @Test
  void stateDirectory_thatTheLocaleCannotName_asksForAFile() {
    haul.variable("XDG_STATE_HOME", "/\uFFFD");
    CommandTester.Outcome outcome = run(EXPRESSION, one);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("no place for the undo file: cannot use /")
        .contains("not a name that this locale can hold; use --undo-file=FILE");
    assertThat(one).exists();
  }
}
