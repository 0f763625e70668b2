package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each option of {@code haul rename}, and what it refuses. */
final class RenameEffectsTest extends RenameFixture {
  @Test
  void expression_isTheFirstOperand() throws IOException {
    CommandTester.Outcome outcome = run(EXPRESSION, one, two);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEmpty();
    assertThat(names()).containsExactly("0ne", "tw0");
  }

  @Test
  @Effect("rename --template")
  void template_makesNames() throws IOException {
    Files.setLastModifiedTime(
        one,
        FileTime.from(
            LocalDateTime.of(2025, 1, 31, 7, 5).atZone(ZoneId.systemDefault()).toInstant()));
    String template = "{parent}-{mtime:yyyy}-{n:02+7}.{stem}{ext}";
    assertThat(rename("--template=" + template, one)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("tree-2025-07.one", "two");
  }

  @Test
  @Effect("rename --case")
  void letters_areChanged() throws IOException {
    assertThat(rename("--case=title", one, two)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("One", "Two");
  }

  @Test
  @Effect("rename --map")
  void map_saysOldAndNewNames() throws IOException {
    Path map = Files.writeString(directory.resolve("map"), one + "\ttwo\n" + two + "\tone\n");
    assertThat(rename("--map", map)).isEqualTo(ExitCode.DONE);
    assertThat(one).hasContent("second");
    assertThat(two).hasContent("first");
    haul.input(one + "\t" + tree.resolve("3") + "\n");
    assertThat(rename("--map=-")).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("3", "two");
  }

  @Test
  @Effect("rename --null")
  void nul_letsEveryNameThrough() throws IOException {
    haul.input(one + "\0a\tb\nc\0" + two + "\0d\0");
    assertThat(rename("-0", "--map=-")).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("a\tb\nc", "d");
    haul.input(tree.resolve("a\tb\nc") + "\0");
    assertThat(rename("-0", "--files-from=-", "--case=upper")).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("A\tB\nC", "d");
  }

  @Test
  @Effect("rename --files-from")
  void filesFrom_listsOperands() throws IOException {
    haul.input(one + "\n");
    assertThat(rename("--files-from=-", EXPRESSION)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("0ne", "two");
  }

  @Test
  @Effect("rename --recursive")
  void recursive_renamesWhatIsInDirectories() throws IOException {
    assertThat(rename("s/e/E/g", tree)).isEqualTo(ExitCode.DONE);
    tree = directory.resolve("trEE");
    assertThat(names()).containsExactly("one", "two");
    assertThat(rename("-r", "s/e/e-/gi", tree)).isEqualTo(ExitCode.DONE);
    assertThat(names(directory.resolve("tre-e-"))).containsExactly("one-", "two");
  }

  @Test
  @Effect("rename --only")
  void only_choosesFilesOrDirectories() throws IOException {
    assertThat(rename("-r", "--only=files", "s/$/1/", tree)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("one1", "two1");
    assertThat(rename("-r", "--only=dirs", "s/$/1/", tree)).isEqualTo(ExitCode.DONE);
    assertThat(names(directory.resolve("tree1"))).containsExactly("one1", "two1");
  }

  @Test
  @Effect("rename --include")
  void include_choosesNames() throws IOException {
    assertThat(rename("-r", "--include=t*o", "s/$/1/", tree)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("one", "two1");
  }

  @Test
  @Effect("rename --exclude")
  void exclude_leavesNamesAlone_operandsToo() throws IOException {
    assertThat(rename("--exclude=t*o", "s/$/1/", one, two)).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("one1", "two");
  }

  @Test
  @Effect("rename --dry-run")
  void dryRun_listsOldAndNew_andDoesNothing() throws IOException {
    CommandTester.Outcome outcome = run("--dry-run", EXPRESSION, one);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out())
        .isEqualTo("would rename '" + one + "' -> '" + tree.resolve("0ne") + "'\n");
    assertThat(names()).containsExactly("one", "two");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  @Effect("rename --verbose")
  void verbose_listsAndSaysHowToTakeItBack() throws IOException {
    CommandTester.Outcome outcome = run("-v", EXPRESSION, one);
    assertThat(outcome.out()).isEqualTo("renamed '" + one + "' -> '" + tree.resolve("0ne") + "'\n");
    assertThat(outcome.err())
        .contains("haul: renamed 1 file in ")
        .endsWith("haul: to take it back: haul rename --undo='" + undoFile() + "'\n");
  }

  @Test
  @Effect("rename --quiet")
  void quiet_silencesTheSummaryOfATerminal() {
    haul.terminal();
    assertThat(run("--no-progress", "s/o/0/", one).err()).contains("renamed 1 file");
    assertThat(run("-q", "--no-progress", "s/o/0/", two).err()).isEmpty();
  }

  @Test
  @Effect("rename --jobs")
  void jobs_reachTheEngine() {
    assertThat(run("--json", "-j", "3", EXPRESSION, one).out()).contains("\"workers\":3");
  }

  @Test
  @Effect("rename --fail-fast")
  void failFast_leavesTheRest() throws IOException {
    rename("--template={n}", one, two);
    Files.delete(tree.resolve("1"));
    Files.delete(tree.resolve("2"));
    CommandTester.Outcome all = run("--json", "-j1", "--undo", undoFile());
    CommandTester.Outcome first = run("--json", "-j1", "--fail-fast", "--undo", undoFile());
    assertThat(all.out()).contains("\"failed\":2", "\"cancelled\":false");
    assertThat(first.out()).contains("\"failed\":1", "\"cancelled\":true");
  }

  /** What an error that passes needs is not to be had here. */
  @Test
  @Effect("rename --retries")
  void retries_reachTheEngine() throws UsageException {
    Arguments arguments =
        new Arguments("rename", Map.of("--retries", List.of("7")), List.of("s/a/b/", "a"));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    assertThat(RenameMapper.map(new Choices(arguments, settings)).options().retries()).isEqualTo(7);
  }

  @Test
  @Effect("rename --engine")
  void engine_isTheOneAskedFor() {
    assertThat(run("-e", "fibers", EXPRESSION, one).code()).isEqualTo(ExitCode.USAGE);
    assertThat(rename("--engine=processes", EXPRESSION, one)).isEqualTo(ExitCode.DONE);
    assertThat(rename("--engine=async", EXPRESSION, two)).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Effect("rename --worker-timeout")
  void workerTimeout_isForProcesses() {
    assertThat(run("--worker-timeout=5", EXPRESSION, two).err()).contains("--engine=processes");
  }

  @Test
  @Effect("rename --json")
  void json_isOneDocument_thatNamesTheUndoFile() throws IOException {
    String out = run("--json", "-v", EXPRESSION, one).out();
    assertThat(out)
        .startsWith("{\"schema\":1,\"command\":\"rename\",")
        .contains("\"undoFile\":\"" + undoFile() + "\"", "\"action\":\"renamed\"")
        .contains("\"refused\":false", "\"exitCode\":0", "\"files\":1")
        .hasLineCount(1);
  }

  @Test
  @Effect("rename --json-lines")
  void jsonLines_areEvents() {
    assertThat(run("--json-lines", EXPRESSION, one, two).out().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"schema\":1,\"event\":\""));
  }

  @Test
  @Effect("rename --progress")
  void progress_always_isShownAtOnce() {
    assertThat(run("--progress=always", EXPRESSION, one).err()).contains("100%");
  }

  @Test
  @Effect("rename --no-progress")
  void noProgress_overridesTheSettings() {
    haul.variable("HAUL_PROGRESS", "always");
    assertThat(run("--no-progress", EXPRESSION, one).err()).isEmpty();
  }

  @Test
  @Effect("rename --color")
  void color_always_coloursErrors() {
    assertThat(run("--color=always", EXPRESSION, tree.resolve("no")).err()).startsWith("\u001b[");
  }

  @Test
  @Effect("rename --debug")
  void debug_showsWhereAnErrorIsFrom() throws IOException {
    rename("s/.*/x/", one);
    Files.delete(tree.resolve("x"));
    assertThat(run("--undo", undoFile()).err()).doesNotContain("  at dev.haul");
    assertThat(run("--debug", "--undo", undoFile()).err()).contains("at dev.haul");
  }

  @Test
  @Effect("rename --help")
  void help_isShown() {
    assertThat(run("--help").out()).contains("Usage: haul rename");
  }

  @Test
  void conflicts_refuseTheWholeCommand_eachOnALine() throws IOException {
    Path three = Files.writeString(tree.resolve("three"), "third");
    CommandTester.Outcome outcome = run("s/o.*|tw.*/three/", one, two, three);
    assertThat(outcome.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(outcome.errorLines())
        .containsExactly(
            "haul: cannot rename '" + one + "' to '" + three + "': File exists",
            "haul: cannot rename '"
                + two
                + "' to '"
                + three
                + "': '"
                + one
                + "' gets this name too");
    assertThat(names()).containsExactly("one", "three", "two");
    assertThat(directory.resolve("state")).doesNotExist();
    assertThat(run("--json", "s/o.*/three/", one).out())
        .contains("\"refused\":true", "\"exitCode\":4", "\"kind\":\"name-taken\"");
  }

  @Test
  void badName_isAFailure_andNotOnlyAConflict() {
    CommandTester.Outcome outcome = run("s:o:/:", one);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .startsWith("haul: cannot rename '" + one + "' to '/ne': a name cannot hold a '/'");
  }

  @Test
  void nothingToRename_isDone_withoutAnUndoFile() {
    assertThat(rename("s/x/y/", one)).isEqualTo(ExitCode.DONE);
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| nothing says how: an expression s/REGEX/REPLACEMENT/ is missing",
        "s/a/b/ | nothing to rename: PATH is missing",
        "a b | expression: 'a': not of the form s/REGEX/REPLACEMENT/",
        "--case=lower | nothing to rename: PATH is missing",
        "--case=small a | --case: 'small': not one of lower, upper, title",
        "--case=lower --template=x a | --template and --case exclude each other",
        "--template={x} a | --template: '{x}': unknown field {x}",
        "--map=m a | --map says what is renamed: 'a' is too much",
        "--undo=m a | --undo says what is renamed: 'a' is too much",
        "--undo=m -r | --undo and --recursive exclude each other",
        "--undo=m --undo-file=x | --undo and --undo-file exclude each other",
        "-n --undo-file=x s/a/b/ a | --dry-run and --undo-file exclude each other",
        "-0 s/a/b/ a | --null needs --map or --files-from",
        "--only=links s/a/b/ a | --only: 'links': not one of all, files, dirs",
      })
  void whatMakesNoSense_isRefused(String words, String why) {
    Object[] all = words == null ? new Object[0] : words.split(" ", -1);
    CommandTester.Outcome outcome = run(all);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("haul rename: " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | pair 1, 'a': has no tab in it",
        "a!b!c | pair 1, 'a\\tb\\tc': has more than one tab in it",
        "!b | pair 1, '': is empty",
        "a!b% | pair 1, 'a\\tb\\x0d': ends in a carriage return, as lines of Windows do (-0 takes",
      })
  void mapLine_thatIsNoPair_isRefused(String line, String why) {
    haul.input(line.replace('!', '\t').replace('%', '\r') + "\n");
    CommandTester.Outcome outcome = run("--map=-");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("haul rename: standard input: " + why);
    haul.input("a\0");
    assertThat(run("-0", "--map=-").err())
        .startsWith("haul rename: standard input: pair 1, 'a': has no new name");
  }

  /** The twin: between zero bytes nothing means a line's end. */
  @Test
  void map_betweenZeroBytes_givesNamesThatEndInACarriageReturn() throws IOException {
    haul.input(one + "\0new\r\0");
    assertThat(rename("-0", "--map=-")).isEqualTo(ExitCode.DONE);
    assertThat(names()).containsExactly("new\r", "two");
  }
}
