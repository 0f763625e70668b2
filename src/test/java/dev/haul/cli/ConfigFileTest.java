package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options, then the environment, then the file, then the default. */
final class ConfigFileTest {
  @TempDir private Path home;
  private final CommandTester haul = new CommandTester();

  @BeforeEach
  void livesInHome() {
    haul.variable("HOME", home.toString());
  }

  private Path write(String text) throws IOException {
    Path file = home.resolve(".config/haul/config");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Choice effective(Setting setting, Map<String, List<String>> options)
      throws UsageException {
    Settings settings =
        new Settings(
            Map.of("HAUL_JOBS", "5"),
            new ConfigFile("file", ConfigFile.parse("file", List.of("jobs = 4", "retries=7"))));
    Choice choice = new Choices(new Arguments("copy", options, List.of()), settings).find(setting);
    return choice == null ? new Choice("", "default") : choice;
  }

  @Test
  void setting_givenEverywhere_isTakenFromTheOption() throws UsageException {
    assertThat(effective(Setting.JOBS, Map.of("--jobs", List.of("1", "6"))))
        .isEqualTo(new Choice("6", "--jobs"));
  }

  @Test
  void setting_ofEnvironmentAndFile_isTakenFromTheEnvironment() throws UsageException {
    assertThat(effective(Setting.JOBS, Map.of())).isEqualTo(new Choice("5", "HAUL_JOBS"));
  }

  @Test
  void setting_ofTheFile_namesItsLine() throws UsageException {
    assertThat(effective(Setting.RETRIES, Map.of())).isEqualTo(new Choice("7", "file:2"));
  }

  @Test
  void setting_thatNobodyGave_isTheDefault() throws UsageException {
    assertThat(effective(Setting.COLOR, Map.of()).origin()).isEqualTo("default");
  }

  @Test
  void file_withCommentsAndSpaces_isRead() throws UsageException {
    assertThat(ConfigFile.parse("f", List.of("# a comment", "", "  if-exists =  skip  ")))
        .containsExactly(Map.entry(Setting.IF_EXISTS, new Choice("skip", "f:3")));
  }

  @Test
  void file_withUnknownKey_isRefusedByNameAndLine() throws IOException {
    Path file = write("jobs = 1\njbos = 2\n");
    CommandTester.Outcome outcome = haul.run("copy", "a", "b");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(file + ":2: unknown setting 'jbos'");
  }

  @Test
  void file_withoutEqualsSign_isRefused() {
    assertThatThrownBy(() -> ConfigFile.parse("f", List.of("jobs 4")))
        .isInstanceOf(UsageException.class)
        .hasMessage("f:1: not 'key = value': 'jobs 4'");
  }

  @Test
  void file_withWrongValue_isNamedInTheMessage() throws IOException {
    Path file = write("jobs = many\n");
    assertThat(haul.run("copy", "a", "b").err()).contains(file + ":1: 'many': not a number");
  }

  @Test
  void file_thatIsNotText_isRefused() throws IOException {
    Files.write(write(""), new byte[] {(byte) 0xFF});
    assertThat(haul.run("copy", "a", "b").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void xdgConfigHome_goesBeforeHome() throws IOException {
    write("jobs = wrong\n");
    haul.variable("XDG_CONFIG_HOME", home.resolve("elsewhere").toString());
    assertThat(haul.run("doctor").out()).contains("elsewhere/haul/config (does not exist)");
  }

  @Test
  void doctor_showsWhereEachSettingIsFrom() throws IOException {
    Path file = write("retries = 9\n");
    String out = haul.variable("HAUL_JOBS", "2").variable("HAUL_JOBZ", "2").run("doctor").out();
    assertThat(out)
        .containsPattern("jobs +2  \\(HAUL_JOBS\\)")
        .containsPattern("retries +9  \\(" + file + ":1\\)")
        .containsPattern("color +auto  \\(default\\)")
        .contains("HAUL_JOBZ is set, and means nothing to haul");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void variable_ofEverySetting_isHeard(Setting setting) {
    String wrong = setting == Setting.BACKUP_SUFFIX ? "a/b" : "wrong!";
    CommandTester.Outcome outcome = haul.variable(setting.variable(), wrong).run("copy", "a", "b");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(setting.variable() + ": '" + wrong + "'");
  }
}
