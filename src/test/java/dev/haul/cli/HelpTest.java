package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The help is compared with files; {@code -Dhaul.golden=write} writes them anew. */
final class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/haul/cli");
  private final CommandTester haul = new CommandTester();

  @ParameterizedTest
  @ValueSource(strings = {"", "copy", "move", "delete", "rename", "doctor", "help"})
  void help_ofEachCommand_isAsWritten(String verb) throws IOException {
    CommandTester.Outcome outcome = verb.isEmpty() ? haul.run("--help") : haul.run(verb, "--help");
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.err()).isEmpty();
    Path golden = GOLDEN.resolve(verb.isEmpty() ? "help.txt" : "help-" + verb + ".txt");
    if (System.getProperty("haul.golden", "").equals("write")) {
      Files.writeString(golden, outcome.out());
    }
    assertThat(outcome.out()).isEqualTo(Files.readString(golden));
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void help_ofNoCommand_isShownWhenNothingIsAsked() {
    assertThat(haul.run()).isEqualTo(haul.run("--help")).isEqualTo(haul.run("help"));
  }

  @Test
  void helpWithAVerb_isTheHelpOfThatVerb() {
    assertThat(haul.run("help", "copy")).isEqualTo(haul.run("copy", "-h"));
    assertThat(haul.run("help", "delete")).isEqualTo(haul.run("delete", "-h"));
  }

  @ParameterizedTest
  @CsvSource({"cpoy, copy", "delte, delete", "mvoe, move", "docter, doctor"})
  void unknownCommand_isMet_withTheOneThatIsMeant(String wrong, String right) {
    CommandTester.Outcome outcome = haul.run(wrong, "a", "b");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("'" + wrong + "'")
        .contains("did you mean " + right)
        .contains("Try 'haul --help'.");
  }

  @Test
  void unknownOption_isMet_withTheOneThatIsMeant() {
    CommandTester.Outcome outcome = haul.run("copy", "--forse", "a", "b");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errorLines())
        .containsExactly(
            "haul copy: unknown option: '--forse'; did you mean --force?",
            "Try 'haul copy --help'.");
  }

  @Test
  void unknownLetter_isMet_withoutGuesses() {
    assertThat(haul.run("copy", "-fZ", "a", "b").errorLines().getFirst())
        .isEqualTo("haul copy: unknown option: '-Z'");
  }

  @Test
  void commandThatIsAnOption_orMisspeltForItsHelp_isSuggested() {
    assertThat(haul.run("version").err())
        .startsWith("haul: unknown command: 'version'; did you mean haul --version?\n");
    assertThat(haul.run("help", "cpoy").err())
        .startsWith("haul help: unknown command: 'cpoy'; did you mean copy?\n");
  }

  @Test
  void optionBeforeItsCommand_isMet_withItsPlace() {
    assertThat(haul.run("-n", "copy", "a", "b").errorLines())
        .containsExactly(
            "haul copy: '-n' stands before the command; did you mean haul copy -n?",
            "Try 'haul copy --help'.");
    assertThat(haul.run("--frce", "copy", "a", "b").errorLines().getFirst())
        .isEqualTo("haul copy: unknown option: '--frce'");
  }

  @Test
  void flag_withAValue_isRefused() {
    assertThat(haul.run("copy", "--force=false", "a", "b").errorLines().getFirst())
        .isEqualTo("haul copy: --force: 'false': it takes no value");
  }

  @Test
  void version_saysWhatItRunsOn() throws IOException {
    String out = haul.run("--version").out();
    assertThat(out)
        .startsWith("haul " + Installation.VERSION + "\n")
        .contains(
            "Java " + Runtime.version(),
            "engines: threads, processes, async",
            "class archive: not in use");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>haul</artifactId>\n  <version>" + Installation.VERSION);
  }
}
