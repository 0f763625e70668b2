package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each option of {@code haul move} does. */
final class MoveEffectsTest {
  @TempDir private Path directory;
  private final CommandTester haul = new CommandTester();
  private Path file = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void makesFiles() throws IOException {
    file = Files.writeString(directory.resolve("file"), "new");
    target = Files.writeString(directory.resolve("target"), "old");
  }

  private CommandTester.Outcome move(Object... words) {
    List<Object> all = new ArrayList<>(List.of("move"));
    all.addAll(List.of(words));
    return haul.run(all.toArray());
  }

  private Path tree(String name, String content) throws IOException {
    Path tree = Files.createDirectories(directory.resolve(name));
    Files.writeString(tree.resolve("one"), content);
    return tree;
  }

  @Test
  @Effect("move --help")
  void help_isShown() {
    assertThat(move("--help").out()).contains("Usage: haul move");
  }

  @Test
  @Effect("move --force")
  void force_replacesWhatExists() {
    assertThat(move(file, target).code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(target).hasContent("old");
    assertThat(move("-f", file, target).code()).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("new");
    assertThat(file).doesNotExist();
  }

  @Test
  @Effect("move --update")
  void update_replacesOnlyWhatDiffers() throws IOException {
    Files.setLastModifiedTime(file, Files.getLastModifiedTime(target));
    assertThat(move("-u", file, target).code()).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("old");
    Files.writeString(file, "of another size");
    assertThat(move("-u", file, target).code()).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("of another size");
  }

  @Test
  @Effect("move --if-exists")
  void ifExists_skip_leavesBoth() {
    assertThat(move("--if-exists=skip", file, target).code()).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("old");
    assertThat(file).hasContent("new");
  }

  @Test
  @Effect("move --backup-suffix")
  void backupSuffix_namesWhatWasThere() {
    Object[] backup = {"--if-exists=backup", "--backup-suffix=.before", file, target};
    assertThat(move(backup).code()).isEqualTo(ExitCode.DONE);
    assertThat(directory.resolve("target.before")).hasContent("old");
    assertThat(target).hasContent("new");
  }

  @Test
  @Effect("move --merge")
  void merge_movesIntoADirectoryThatIsThere() throws IOException {
    Path from = tree("from", "new");
    Path to = tree("to", "old");
    Files.writeString(from.resolve("two"), "second");
    CommandTester.Outcome refused = move("-T", from, to);
    assertThat(refused.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(refused.err()).contains("Directory not empty (use --merge to move into it)");
    assertThat(move("--merge", "-f", "-T", from, to).code()).isEqualTo(ExitCode.DONE);
    assertThat(from).doesNotExist();
    assertThat(to.resolve("one")).hasContent("new");
    assertThat(to.resolve("two")).hasContent("second");
  }

  @Test
  @Effect("move --dry-run")
  void dryRun_saysWhatWouldBeDone_andDoesNothing() {
    Path name = directory.resolve("name");
    CommandTester.Outcome outcome = move("--dry-run", file, name);
    assertThat(outcome.out()).isEqualTo("would move '" + file + "' -> '" + name + "'\n");
    assertThat(file).exists();
    assertThat(name).doesNotExist();
  }

  @Test
  @Effect("move --verbose")
  void verbose_listsEachEntry() {
    Path name = directory.resolve("name");
    assertThat(move("-v", file, name).out()).isEqualTo("moved '" + file + "' -> '" + name + "'\n");
  }

  @Test
  @Effect("move --quiet")
  void quiet_saysNothing_butErrors() {
    haul.terminal();
    assertThat(move("-q", "--no-progress", file, directory.resolve("name")).err()).isEmpty();
    assertThat(move("-q", file, target).err()).contains("No such file");
  }

  @Test
  @Effect("move --target-directory")
  void targetDirectory_takesAllSources() throws IOException {
    Path into = Files.createDirectory(directory.resolve("into"));
    assertThat(move("-t", into, file, target).code()).isEqualTo(ExitCode.DONE);
    assertThat(into.resolve("file")).hasContent("new");
    assertThat(into.resolve("target")).hasContent("old");
  }

  @Test
  @Effect("move --no-target-directory")
  void noTargetDirectory_takesTheNameOfAnEmptyDirectory() throws IOException {
    Path from = tree("from", "new");
    Path to = Files.createDirectory(directory.resolve("to"));
    assertThat(move("-T", from, to).code()).isEqualTo(ExitCode.DONE);
    assertThat(to.resolve("one")).hasContent("new");
  }

  @Test
  @Effect("move --jobs")
  void jobs_areTheWorkers() {
    assertThat(move("--jobs=3", "--json", file, directory.resolve("name")).out())
        .contains("\"workers\":3");
  }

  @Test
  @Effect("move --verify")
  void verify_findsADifference() throws IOException {
    Path restless = Path.of("/proc/sys/kernel/random/uuid");
    assumeTrue(Files.exists(restless), "needs /proc");
    assertThat(move("--verify", restless, directory.resolve("name")).code())
        .isEqualTo(ExitCode.DIFFERENCE);
  }

  @Test
  @Effect("move --fail-fast")
  void failFast_leavesTheRest() throws IOException {
    Path from = Files.createDirectory(directory.resolve("from"));
    Path to = Files.createDirectory(directory.resolve("to"));
    for (int i = 0; i < 300; i++) {
      for (Path tree : List.of(from, to)) {
        Files.writeString(
            Files.createDirectories(tree.resolve("d" + i % 100)).resolve("f" + i), "");
      }
    }
    Object[] words = {"--merge", "-T", "--json", "-j1", from, to};
    assertThat(move(words).out()).contains("\"failed\":300");
    assertThat(move("--fail-fast", "--merge", "-T", "--json", "-j1", from, to).out())
        .doesNotContain("\"failed\":300")
        .contains("\"cancelled\":true");
  }

  /** What an error that passes needs is not to be had here. */
  @Test
  @Effect("move --retries")
  void retries_reachTheEngine() throws UsageException {
    Arguments arguments =
        new Arguments("move", Map.of("--retries", List.of("7")), List.of("a", "b"));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    assertThat(MoveMapper.map(new Choices(arguments, settings)).options().retries()).isEqualTo(7);
  }

  @Test
  @Effect("move --engine")
  void engine_isTheOneAskedFor() {
    Path one = directory.resolve("one name");
    Path other = directory.resolve("another");
    assertThat(move("-e", "fibers", file, one).code()).isEqualTo(ExitCode.USAGE);
    assertThat(move("-e", "processes", file, one).code()).isEqualTo(ExitCode.DONE);
    assertThat(move("-e", "async", one, other).code()).isEqualTo(ExitCode.DONE);
    assertThat(other).exists();
  }

  @Test
  @Effect("move --depth")
  void depth_isForChannels() throws UsageException {
    assertThat(move("--depth=5", file, directory.resolve("name")).err())
        .contains("--depth", "--engine=async");
    Arguments arguments =
        new Arguments(
            "move",
            Map.of("--depth", List.of("5"), "--engine", List.of("async")),
            List.of("a", "b"));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    assertThat(MoveMapper.map(new Choices(arguments, settings)).engine().options().depth())
        .isEqualTo(5);
  }

  @Test
  @Effect("move --worker-timeout")
  void workerTimeout_isForProcesses() {
    assertThat(move("--worker-timeout=5", file, directory.resolve("name")).err())
        .contains("--engine=processes");
  }

  @Test
  @Effect("move --json")
  void json_isOneDocument() {
    assertThat(move("--json", file, directory.resolve("name")).out())
        .startsWith("{\"schema\":1,\"command\":\"move\"")
        .contains("\"renamed\":1")
        .hasLineCount(1);
  }

  @Test
  @Effect("move --json-lines")
  void jsonLines_areEvents() {
    assertThat(move("--json-lines", file, directory.resolve("name")).out())
        .contains("\"event\":\"entry\",\"action\":\"moved\"")
        .hasLineCount(3);
  }

  @Test
  @Effect("move --progress")
  void progress_always_isShownAtOnce() {
    assertThat(move("--progress=always", file, directory.resolve("name")).err()).contains("100%");
  }

  @Test
  @Effect("move --no-progress")
  void noProgress_overridesTheSettings() {
    haul.variable("HAUL_PROGRESS", "always");
    assertThat(move("--no-progress", file, directory.resolve("name")).err()).isEmpty();
  }

  @Test
  @Effect("move --color")
  void color_always_coloursErrors() {
    assertThat(move("--color=always", file, target).err()).startsWith("\u001b[");
  }

  @Test
  @Effect("move --debug")
  void debug_showsWhereAnErrorIsFrom() {
    assertThat(move(file, target).err()).doesNotContain("  at dev.haul");
    assertThat(move("--debug", file, target).err()).contains("at dev.haul");
  }
}
