package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each option of {@code haul delete} does. */
final class DeleteEffectsTest extends CommandEffects {
  DeleteEffectsTest() {
    super("delete");
  }

  private ExitCode delete(Object... words) {
    return run(words).code();
  }

  @Test
  @Effect("delete --help")
  void help_isShown() {
    assertThat(run("--help").out()).contains("Usage: haul delete");
  }

  @Test
  @Effect("delete --recursive")
  void recursive_deletesADirectory() {
    CommandTester.Outcome outcome = run(source);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("Is a directory (use -r to delete it with all");
    assertThat(source.resolve("one")).exists();
    assertThat(delete("--recursive", source)).isEqualTo(ExitCode.DONE);
    assertThat(source).doesNotExist();
  }

  @Test
  @Effect("delete --force")
  void force_passesOverWhatIsMissing() {
    assertThat(delete(source.resolve("one"), target)).isEqualTo(ExitCode.FAILED);
    assertThat(source.resolve("one")).exists();
    assertThat(delete("--force", source.resolve("one"), target)).isEqualTo(ExitCode.DONE);
    assertThat(source.resolve("one")).doesNotExist();
  }

  @Test
  @Effect("delete --interactive")
  void interactive_asksOnce_andTakesNoForNo() {
    haul.terminal().variable("NO_COLOR", "1").input("n\n");
    CommandTester.Outcome no = run("-r", "--interactive", source);
    assertThat(no.err())
        .isEqualTo("haul: delete 2 files, 1 directory (11 B)? [y/N] haul: nothing was deleted\n");
    assertThat(source.resolve("two")).exists();
    haul.input("y\n");
    assertThat(delete("-r", "--interactive", source)).isEqualTo(ExitCode.DONE);
    assertThat(source).doesNotExist();
  }

  @Test
  void interactive_takesNoForNo_inJsonToo() {
    haul.terminal().input("n\n");
    assertThat(run("-r", "-i", "--json", source).out())
        .endsWith("\"refused\":true,\"exitCode\":0,\"failures\":[]}\n");
    haul.input("n\n");
    assertThat(run("-r", "-i", "--json-lines", source).out())
        .contains("\"refused\":true,\"exitCode\":0");
    assertThat(source.resolve("two")).exists();
  }

  @Test
  @Effect("delete --dry-run")
  void dryRun_saysWhatWouldGo_andDeletesNothing() {
    CommandTester.Outcome outcome = run("--dry-run", "-r", source);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out().lines())
        .containsExactlyInAnyOrder(
            "would delete '" + source.resolve("one") + "'",
            "would delete '" + source.resolve("two") + "'",
            "would delete directory '" + source + "'");
    assertThat(source.resolve("one")).exists();
    assertThat(source.resolve("two")).exists();
  }

  @Test
  @Effect("delete --verbose")
  void verbose_listsEachEntry() {
    assertThat(run("--verbose", "-r", source).out())
        .contains("deleted '" + source.resolve("one") + "'\n")
        .endsWith("deleted directory '" + source + "'\n");
  }

  @Test
  @Effect("delete --quiet")
  void quiet_saysNothing_butErrors() {
    haul.terminal().variable("NO_COLOR", "1");
    assertThat(run(source.resolve("one")).err()).startsWith("haul: deleted 1 file in ");
    assertThat(run("--quiet", source.resolve("two")).err()).isEmpty();
    assertThat(run("--quiet", source.resolve("two")).err()).contains("No such file");
  }

  @Test
  @Effect("delete --jobs")
  void jobs_areTheWorkers() {
    assertThat(run("--jobs=3", "--json", "-r", source).out()).contains("\"workers\":3");
  }

  @Test
  @Effect("delete --exclude")
  void exclude_leavesOut_andItsDirectoryToo() {
    assertThat(delete("-r", "--exclude=t*", "--exclude", "x", source)).isEqualTo(ExitCode.DONE);
    assertThat(source.resolve("one")).doesNotExist();
    assertThat(source.resolve("two")).exists();
  }

  @Test
  @Effect("delete --include")
  void include_takesOnlyWhatMatches() {
    assertThat(delete("-r", "--include=t*", source)).isEqualTo(ExitCode.DONE);
    assertThat(source.resolve("one")).exists();
    assertThat(source.resolve("two")).doesNotExist();
  }

  @Test
  @Effect("delete --files-from")
  void filesFrom_deletesWhatIsListed_too() throws IOException {
    Path list = Files.writeString(directory.resolve("list"), source.resolve("two") + "\n");
    assertThat(delete("--files-from", list, source.resolve("one"))).isEqualTo(ExitCode.DONE);
    assertThat(source).isEmptyDirectory();
    assertThat(list).exists();
  }

  @Test
  @Effect("delete --null")
  void null_separatesListedPathsByZeroBytes() throws IOException {
    Path odd = Files.writeString(source.resolve("new\nline"), "third");
    haul.input(source.resolve("one") + "\0" + odd + "\0");
    assertThat(delete("-0", "--files-from=-")).isEqualTo(ExitCode.DONE);
    assertThat(odd).doesNotExist();
    assertThat(source.resolve("one")).doesNotExist();
    assertThat(source.resolve("two")).exists();
  }

  @Test
  @Effect("delete --one-file-system")
  void oneFileSystem_leavesWhatIsMountedThere() throws Exception {
    Path mount = Files.createDirectory(source.resolve("mount"));
    assumeTrue(succeeds("mount", "-t", "ramfs", "haul-test", mount), "needs a ramfs to be mounted");
    try {
      Files.writeString(mount.resolve("file"), "mounted");
      CommandTester.Outcome narrow = run("--one-file-system", "-r", source);
      assertThat(narrow.code()).isEqualTo(ExitCode.FAILED);
      assertThat(narrow.err()).contains("cannot delete '" + mount + "': is a mount point");
      assertThat(mount.resolve("file")).hasContent("mounted");
      assertThat(delete("-r", source)).isEqualTo(ExitCode.FAILED); // the kernel keeps the mount
      assertThat(mount).isEmptyDirectory();
    } finally {
      assertThat(succeeds("umount", mount)).isTrue();
    }
  }

  @Test
  @Effect("delete --fail-fast")
  void failFast_leavesTheRest() throws Exception {
    Path mount = Files.createDirectories(source.resolve("mount"));
    assumeTrue(succeeds("mount", "-t", "ramfs", "haul-test", mount), "needs a ramfs to be mounted");
    try {
      Path bound = Files.createDirectory(directory.resolve("bound"));
      for (int i = 0; i < 3; i++) {
        Files.createFile(mount.resolve("f" + i));
        Files.createFile(bound.resolve("f" + i));
        assertThat(succeeds("mount", "--bind", bound.resolve("f" + i), mount.resolve("f" + i)))
            .isTrue();
      }
      // What something is mounted on cannot be deleted.
      CommandTester.Outcome all = run("--json", "-j1", "-r", mount);
      CommandTester.Outcome first = run("--json", "-j1", "--fail-fast", "-r", mount);
      assertThat(all.out()).contains("\"failed\":3}", "\"cancelled\":false");
      assertThat(first.out()).contains("\"failed\":1}", "\"cancelled\":true");
      assertThat(first.code()).isEqualTo(ExitCode.FAILED);
    } finally {
      for (int i = 0; i < 3; i++) {
        succeeds("umount", mount.resolve("f" + i));
      }
      assertThat(succeeds("umount", mount)).isTrue();
    }
  }

  /** What an error that passes needs is not to be had here. */
  @Test
  @Effect("delete --retries")
  void retries_reachTheEngine() throws UsageException {
    Arguments arguments = new Arguments("delete", Map.of("--retries", List.of("7")), List.of("a"));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    assertThat(DeleteMapper.map(new Choices(arguments, settings)).options().retries()).isEqualTo(7);
  }

  @Test
  @Effect("delete --engine")
  void engine_isTheOneAskedFor() {
    assertThat(run("-e", "fibers", "-r", source).code()).isEqualTo(ExitCode.USAGE);
    assertThat(source.resolve("one")).exists();
    assertThat(delete("--engine=async", source.resolve("one"))).isEqualTo(ExitCode.DONE);
    assertThat(source.resolve("one")).doesNotExist();
    assertThat(delete("--engine=processes", "-r", source)).isEqualTo(ExitCode.DONE);
    assertThat(source).doesNotExist();
  }

  @Test
  @Effect("delete --worker-timeout")
  void workerTimeout_isForProcesses() {
    assertThat(run("--worker-timeout=5", "-r", source).err()).contains("--engine=processes");
  }

  @Test
  @Effect("delete --json")
  void json_isOneDocument() {
    assertThat(run("--json", "-r", source).out())
        .startsWith("{\"schema\":1,\"command\":\"delete\",")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @Test
  @Effect("delete --json-lines")
  void jsonLines_areEvents() {
    assertThat(run("--json-lines", "-r", source).out().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("{\"schema\":1,\"event\":\""));
  }

  @Test
  @Effect("delete --progress")
  void progress_always_isShownAtOnce() {
    assertThat(run("--progress=always", "-r", source).err()).contains("100%");
  }

  @Test
  @Effect("delete --no-progress")
  void noProgress_overridesTheSettings() {
    haul.variable("HAUL_PROGRESS", "always");
    assertThat(run("--no-progress", "-r", source).err()).isEmpty();
  }

  @Test
  @Effect("delete --color")
  void color_always_coloursErrors() {
    assertThat(run("--color=always", target).err()).startsWith("\u001b[");
  }

  @Test
  @Effect("delete --debug")
  void debug_showsWhereAnErrorIsFrom() throws Exception {
    Path busy = Files.createFile(source.resolve("busy"));
    assumeTrue(succeeds("mount", "--bind", source.resolve("one"), busy), "needs a bind mount");
    try {
      assertThat(run(busy).err()).contains("resource busy").doesNotContain("  at dev.haul");
      assertThat(run("--debug", busy).err()).contains("FileSystemException", "at dev.haul");
    } finally {
      assertThat(succeeds("umount", busy)).isTrue();
    }
  }

  @Test
  void filter_doesNotKeepWhatIsNamedInANamedDirectory() throws IOException {
    Path sub = Files.createDirectory(source.resolve("sub"));
    Path file = Files.writeString(sub.resolve("file"), "x");
    Path kept = Files.writeString(sub.resolve("kept"), "x");
    CommandTester.Outcome outcome =
        run("-r", "--include=o*", "--exclude=sub", source, file, source.resolve("two"));
    assertThat(outcome).isEqualTo(new CommandTester.Outcome(ExitCode.DONE, "", ""));
    assertThat(source).isDirectoryContaining(sub::equals).isDirectoryNotContaining("glob:**/one");
    assertThat(sub).isDirectoryContaining(kept::equals).isDirectoryNotContaining(file::equals);
    assertThat(source.resolve("two")).doesNotExist();
    assertThat(run("-rv", "--exclude=sub", source, sub).out())
        .contains("deleted directory '" + source + "'");
    assertThat(source).doesNotExist();
  }

  @Test
  void filter_thatTakesWhatIsNamedAnyway_isNoFailure() {
    CommandTester.Outcome outcome =
        run("-r", "--exclude=x", "--json", source, source.resolve("one"), source.resolve("two"));
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out()).contains("\"counts\":{\"files\":2,");
    assertThat(source).doesNotExist();
  }
}
