package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.haul.cli.CommandTester.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command from its words to its exit code. */
final class HaulTest {
  @TempDir private Path directory;
  private final CommandTester haul = new CommandTester();

  private Path file(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Test
  void copy_thatSucceeds_saysNothing() throws IOException {
    Outcome outcome = haul.run("copy", file("a", "x"), directory.resolve("b"));
    assertThat(outcome).isEqualTo(new Outcome(ExitCode.DONE, "", ""));
    assertThat(directory.resolve("b")).hasContent("x");
  }

  @Test
  void copy_onATerminal_sumsUp() throws IOException {
    haul.terminal().variable("NO_COLOR", "1");
    assertThat(haul.run("copy", file("a", "x"), directory.resolve("b")).err())
        .matches("haul: copied 1 file \\(1 B\\) in \\d+\\.\\d s\n");
  }

  @Test
  void copy_ontoAFile_saysWhatToDo() throws IOException {
    Path a = file("a", "new");
    Path b = file("b", "old");
    Outcome outcome = haul.run("copy", a, b);
    assertThat(outcome.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(outcome.errorLines())
        .singleElement()
        .asString()
        .startsWith("haul: cannot copy '" + a + "' to '" + b + "': File exists")
        .endsWith("(use -f to replace it, -u if it differs)");
    assertThat(b).hasContent("old");
  }

  @Test
  void failures_ofOneKind_areGrouped() throws IOException {
    for (int i = 0; i < 25; i++) {
      file("source/f" + i, "new");
      file("target/f" + i, "old");
    }
    Outcome outcome =
        haul.run("copy", "-T", directory.resolve("source"), directory.resolve("target"));
    assertThat(outcome.errorLines()).hasSize(11);
    assertThat(outcome.errorLines().getLast())
        .startsWith("haul: and 15 more: File exists")
        .endsWith("(--json lists all)");
  }

  static Stream<List<String>> badUsage() {
    return Stream.of(
        List.of("copy"),
        List.of("copy", "a"),
        List.of("copy", "", "b"),
        List.of("copy", "-j", "0", "a", "b"),
        List.of("copy", "-j", "many", "a", "b"),
        List.of("copy", "-j"),
        List.of("copy", "--json", "--json-lines", "a", "b"),
        List.of("copy", "-v", "-q", "a", "b"),
        List.of("copy", "-f", "-u", "a", "b"),
        List.of("copy", "--force=false", "a", "b"),
        List.of("copy", "--dry-run=no", "a", "b"),
        List.of("-n", "copy", "a", "b"),
        List.of("copy", "-T", "-t", "d", "b"),
        List.of("copy", "-T", "a", "b", "c"),
        List.of("copy", "-0", "a", "b"),
        List.of("copy", "--backup-suffix=x", "a", "b"),
        List.of("copy", "--if-exists=backup", "--backup-suffix=a/b", "a", "b"),
        List.of("copy", "--chmod=u=z", "a", "b"),
        List.of("copy", "--chown=nobody-of-that-name", "a", "b"),
        List.of("copy", "--chown=:", "a", "b"),
        List.of("copy", "--chown=4294967295", "a", "b"),
        List.of("copy", "--chown=:4294967296", "a", "b"),
        List.of("delete", "-rn", "--exclude=./keep", "a"),
        List.of("delete", "-rn", "--exclude=", "a"),
        List.of("copy", "--preserve=colour", "a", "b"),
        List.of("copy", "--exclude=[", "a", "b"),
        List.of("copy", "--retries=-1", "a", "b"),
        List.of("copy", "--reflink=perhaps", "a", "b"),
        List.of("copy", "--durability=some", "a", "b"),
        List.of("copy", "--bwlimit=1M", "a", "b"),
        List.of("copy", "-L", "a", "b"),
        List.of("copy", "--files-from=-", "a", "b", "c"),
        List.of("copy", "--files-from=/nonexistent/list", "a", "b"),
        List.of("delete"),
        List.of("delete", "-r"),
        List.of("delete", ""),
        List.of("delete", "-n", "-i", "a"),
        List.of("delete", "-0", "a"),
        List.of("delete", "-i", "a"),
        List.of("delete", "--exclude=[", "a"),
        List.of("delete", "--files-from=/nonexistent/list"),
        List.of("delete", "--recursive=yes", "a"),
        List.of("delete", "--if-exists=skip", "a"),
        List.of("doctor", "--json"),
        List.of("--unknown"),
        List.of("help", "nothing"),
        List.of("append"),
        List.of("append", ""),
        List.of("append", "a", ""),
        List.of("append", "a", "b", "-"),
        List.of("append", "--record=fixed:0", "a", "b"),
        List.of("append", "--mode=rw", "a", "b"),
        List.of("append", "--mode=600", "--no-create", "a", "b"),
        List.of("append", "--lock=mine", "a", "b"),
        List.of("append", "--lock-timeout=-1", "a", "b"),
        List.of("append", "--recover"),
        List.of("append", "--recover", "a", "b"),
        List.of("append", "-j2", "a"),
        List.of("attach", "a", "b"));
  }

  @ParameterizedTest
  @MethodSource("badUsage")
  void badUsage_isRefused_inTwoLines(List<String> words) {
    Outcome outcome = haul.run(words.toArray());
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errorLines()).hasSize(2);
    assertThat(outcome.errorLines().getFirst()).startsWith("haul");
    assertThat(outcome.errorLines().getLast()).matches("Try 'haul( \\w+)? --help'\\.");
  }

  @Test
  void words_thatPicocliCouldInterpret_areTakenAsTheyAre() throws IOException {
    Path list = file("@list", "nothing");
    Path quoted = file("\"quoted\"", "q");
    Path variable = file("${user.name}", "v");
    Path target = Files.createDirectory(directory.resolve("target"));
    assertThat(haul.run("copy", list, quoted, variable, target).err()).isEmpty();
    assertThat(target.resolve("\"quoted\"")).hasContent("q");
    assertThat(target.resolve("${user.name}")).hasContent("v");
    assertThat(target.resolve("@list")).hasContent("nothing");
  }

  @Test
  void operands_behindTwoDashes_areNoOptions() {
    assertThat(haul.run("copy", "--", "-f", directory.resolve("x")).err())
        .contains("cannot copy '-f'", "No such file or directory");
  }

  @Test
  void options_andOperands_goInAnyOrder() throws IOException {
    Path b = file("b", "old");
    assertThat(haul.run("copy", file("a", "new"), b, "-f").code()).isEqualTo(ExitCode.DONE);
    assertThat(b).hasContent("new");
  }

  @Test
  void valueOption_givenTwice_holdsTheLastTime() throws IOException {
    Outcome outcome =
        haul.run("copy", "--json", "-j1", "--jobs=4", file("a", ""), directory.resolve("b"));
    assertThat(outcome.out()).contains("\"workers\":4");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void output_thatIsFull_isAFailure() throws IOException {
    Outcome outcome =
        haul.brokenOutput("No space left on device")
            .run("copy", "-v", file("a", ""), directory.resolve("b"));
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("cannot write to standard output: No space left on device");
  }

  @Test
  void output_thatNobodyReads_isAFailureWithoutWords() {
    Outcome outcome = haul.brokenOutput("Broken pipe").run("--version");
    assertThat(outcome).isEqualTo(new Outcome(ExitCode.FAILED, "", ""));
  }

  @Test
  void names_inMessages_areVisible() {
    assertThat(haul.run("copy", directory.resolve("a\u001b[31m\n"), directory).err())
        .contains("a\\x1b[31m\\n'")
        .doesNotContain("\u001b");
  }

  @Test
  void json_ofAFailure_isLosslessAscii() throws IOException {
    Outcome outcome = haul.run("copy", "--json", "gone\udce4\u202eü\ud834\udd1e", directory);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).matches("\\A\\p{ASCII}*\\z").contains("gone\\uDCE4\\u202E\\u00FC");
    assertThat(strings(outcome.out())).contains("gone\udce4\u202eü\ud834\udd1e", "missing-source");
  }

  @Test
  void json_ofADryRun_listsThePlan() throws IOException {
    file("source/a", "xyz");
    Outcome outcome =
        haul.run(
            "copy", "-n", "-j2", "--json", directory.resolve("source"), directory.resolve("t"));
    assertThat(
            outcome
                .out()
                .replace(directory.toString(), "D")
                .replaceAll("Seconds\":[^,]+", "Seconds\":0"))
        .isEqualTo(Files.readString(Path.of("src/test/resources/dev/haul/cli/dry-run.json")));
    assertThat(directory.resolve("t")).doesNotExist();
  }

  @Test
  void json_ofADeletion_isAsWritten() throws IOException {
    file("source/sub/a", "xyz");
    Path source = directory.resolve("source");
    Outcome planned = haul.run("delete", "-rn", "-j1", "--json", source);
    Outcome done = haul.run("delete", "-r", "-j1", "--json", source);
    assertThat(
            (planned.out() + done.out())
                .replace(directory.toString(), "D")
                .replaceAll("Seconds\":[^,]+", "Seconds\":0"))
        .isEqualTo(Files.readString(Path.of("src/test/resources/dev/haul/cli/delete.json")));
    assertThat(source).doesNotExist();
  }

  @Test
  void json_ofADeletionThatIsRefused_hasTheReasons() throws IOException {
    file("source/a", "");
    Path source = directory.resolve("source");
    Outcome outcome =
        haul.run("delete", "--json", source, directory.resolve("none"), directory + "/.");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(strings(outcome.out()))
        .containsSubsequence("is-directory", "missing-source", "protected");
    assertThat(outcome.out()).contains("\"refused\":true", "\"exitCode\":1");
    assertThat(source).isNotEmptyDirectory();
  }

  @Test
  void jsonLines_ofADeletion_endWithTheSummary() throws IOException {
    file("source/a", "xyz");
    List<String> lines =
        haul.run("delete", "-r", "--json-lines", directory.resolve("source"))
            .out()
            .lines()
            .toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains("\"event\":\"entry\",\"action\":\"deleted\"");
    assertThat(lines.get(1)).contains("\"event\":\"entry\",\"action\":\"directory-deleted\"");
    assertThat(lines.get(2)).contains("\"event\":\"result\",\"status\":\"completed\"");
    assertThat(lines.get(3)).contains("\"event\":\"summary\"", "\"exitCode\":0");
  }

  @Test
  void delete_ofWhatIsMissing_deletesNothing_unlessForced() throws IOException {
    Path a = file("a", "x");
    Path none = directory.resolve("none");
    assertThat(haul.run("delete", a, none))
        .isEqualTo(
            new Outcome(
                ExitCode.FAILED,
                "",
                "haul: cannot delete '" + none + "': No such file or directory\n"));
    assertThat(a).exists();
    assertThat(haul.run("delete", "-f", none)).isEqualTo(new Outcome(ExitCode.DONE, "", ""));
    assertThat(haul.run("delete", "-f")).isEqualTo(new Outcome(ExitCode.DONE, "", ""));
    assertThat(haul.run("delete", "-f", a, none)).isEqualTo(new Outcome(ExitCode.DONE, "", ""));
    assertThat(a).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "'y', true",
    "' YES \n', true",
    "'Y\r\n', true",
    "'', false",
    "'\n', false",
    "'\ny\n', false",
    "'yesterday\n', false",
    "'ny\n', false"
  })
  void question_takesOnlyYes_forYes(String answer, boolean yes) throws IOException {
    Path file = file("a", "x");
    haul.terminal().input(answer);
    assertThat(haul.run("delete", "-i", file).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.exists(file)).isEqualTo(!yes);
  }

  @Test
  void question_whenNothingIsThere_isNotAsked() {
    haul.terminal().input("n\n").variable("HAUL_PROGRESS", "never");
    assertThat(haul.run("delete", "-fi", directory.resolve("none")).err())
        .doesNotContain("[y/N]", "nothing was deleted");
  }

  @Test
  void json_ofAPlanThatIsRefused_hasTheReasons() throws IOException {
    Path a = file("a", "");
    Outcome outcome = haul.run("copy", "--json", a, a);
    assertThat(strings(outcome.out())).contains("same-file", a.toString());
    assertThat(outcome.out()).contains("\"refused\":true", "\"exitCode\":1");
  }

  @Test
  void jsonLines_ofARun_endWithTheSummary() throws IOException {
    Path a = file("a", "xyz");
    List<String> lines =
        haul.run("copy", "--json-lines", a, directory.resolve("b")).out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"event\":\"entry\",\"action\":\"copied\"", "\"bytes\":3");
    assertThat(lines.get(1)).contains("\"event\":\"result\",\"status\":\"completed\"");
    assertThat(lines.get(2)).contains("\"event\":\"summary\"", "\"exitCode\":0");
  }

  private static List<String> strings(String json) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          values.add(parser.getText());
        }
      }
    }
    return values;
  }

  @Test
  void doctor_ofADirectory_triesIt_andLeavesNothing() throws IOException {
    Outcome outcome = haul.run("doctor", directory);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out()).containsPattern("hard links +yes").contains("file system");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void doctor_ofWhatIsMissing_fails() {
    Outcome outcome = haul.run("doctor", directory.resolve("none"));
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("cannot try");
  }
}
