package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.fs.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each option of {@code haul copy} does. */
final class CopyEffectsTest extends CommandEffects {
  CopyEffectsTest() {
    super("copy");
  }

  private ExitCode copy(Object... words) {
    return run(words).code();
  }

  private Path existing(String name, String content) throws IOException {
    Files.createDirectories(target);
    return Files.writeString(target.resolve(name), content);
  }

  @Test
  @Effect("copy --help")
  void help_ofCopy_isShown() {
    assertThat(run("--help").out()).contains("Usage: haul copy");
  }

  @Test
  @Effect("copy --force")
  void force_replacesWhatExists() throws IOException {
    Path file = existing("one", "other");
    assertThat(copy("-T", source, target)).isEqualTo(ExitCode.CONFLICT);
    assertThat(copy("--force", "-T", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(file).hasContent("first");
  }

  @Test
  @Effect("copy --update")
  void update_replacesOnlyWhatDiffers() throws IOException {
    Path changed = existing("one", "other size");
    Path same = existing("two", "SECOND");
    Files.setLastModifiedTime(same, Files.getLastModifiedTime(source.resolve("two")));
    assertThat(copy("--update", "-T", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(changed).hasContent("first");
    assertThat(same).hasContent("SECOND");
  }

  @Test
  @Effect("copy --if-exists")
  void ifExists_skip_leavesWhatExists() throws IOException {
    Path file = existing("one", "other");
    assertThat(copy("--if-exists=skip", "-T", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(file).hasContent("other");
    assertThat(target.resolve("two")).hasContent("second");
  }

  @Test
  @Effect("copy --dry-run")
  void dryRun_saysWhatWouldBeDone_andDoesNothing() {
    CommandTester.Outcome outcome = run("--dry-run", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out())
        .contains("would copy '" + source.resolve("one") + "' -> '" + target.resolve("one") + "'");
    assertThat(target).doesNotExist();
  }

  @Test
  @Effect("copy --verbose")
  void verbose_listsEachEntry() {
    assertThat(run("--verbose", source, target).out())
        .contains("copied '" + source.resolve("one") + "' -> '" + target.resolve("one") + "'\n");
  }

  @Test
  @Effect("copy --quiet")
  void quiet_saysNothing_butErrors() throws Exception {
    makeFifo(source.resolve("fifo"));
    assertThat(run(source, target).err()).contains("skipped FIFOs");
    assertThat(run("--quiet", "-f", source, target).err()).isEmpty();
    assertThat(run("--quiet", source.resolve("none"), target).err()).contains("No such file");
  }

  @Test
  @Effect("copy --target-directory")
  void targetDirectory_takesAllSources() throws IOException {
    Files.createDirectory(target);
    assertThat(copy("-t", target, source.resolve("one"), source.resolve("two")))
        .isEqualTo(ExitCode.DONE);
    assertThat(target.resolve("two")).hasContent("second");
  }

  @Test
  @Effect("copy --no-target-directory")
  void noTargetDirectory_copiesOntoADirectory() throws IOException {
    Files.createDirectory(target);
    assertThat(copy("--no-target-directory", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(target.resolve("one")).hasContent("first");
  }

  @Test
  @Effect("copy --jobs")
  void jobs_areTheWorkers() {
    assertThat(run("--jobs=3", "--json", source, target).out()).contains("\"workers\":3");
  }

  @Test
  @Effect("copy --exclude")
  void exclude_leavesOut() {
    copy("--exclude=t*", "--exclude", "x", source, target);
    assertThat(target.resolve("one")).exists();
    assertThat(target.resolve("two")).doesNotExist();
  }

  @Test
  @Effect("copy --include")
  void include_takesOnlyWhatMatches() {
    copy("--include=t*", source, target);
    assertThat(target.resolve("one")).doesNotExist();
    assertThat(target.resolve("two")).exists();
  }

  @Test
  @Effect("copy --files-from")
  void filesFrom_copiesWhatIsListed() throws IOException {
    Path list = Files.writeString(directory.resolve("list"), "./two\n");
    assertThat(copy("--files-from", list, source, target)).isEqualTo(ExitCode.DONE);
    assertThat(target.resolve("one")).doesNotExist();
    assertThat(target.resolve("two")).exists();
  }

  @Test
  @Effect("copy --null")
  void null_separatesListedPathsByZeroBytes() throws IOException {
    Files.writeString(source.resolve("new\nline"), "third");
    haul.input("one\0new\nline\0");
    assertThat(copy("-0", "--files-from=-", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(target.resolve("new\nline")).hasContent("third");
    assertThat(target.resolve("two")).doesNotExist();
  }

  @Test
  @Effect("copy --one-file-system")
  void oneFileSystem_staysThere() throws IOException {
    Path shm = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shm)
            && !Files.getFileStore(shm).equals(Files.getFileStore(shm.getParent())),
        "needs /dev/shm to be a file system of its own");
    Path file = Files.createTempFile(shm, "haul", "");
    try {
      Object[] words = {"-n", "--exclude=/[!s]*", shm.getParent(), target};
      assertThat(run(words).out()).contains(file.toString());
      CommandTester.Outcome narrow = run("-x", words[0], words[1], words[2], words[3]);
      assertThat(narrow.code()).as(narrow.err()).isEqualTo(ExitCode.DONE);
      // As with cp and rsync: the mount point is made, and left empty.
      assertThat(narrow.out()).contains("'" + shm + "'").doesNotContain(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  @Effect("copy --special")
  void special_makesFifosAgain() throws Exception {
    makeFifo(source.resolve("fifo"));
    assertThat(copy("--special", source, target)).isEqualTo(ExitCode.DONE);
    assertThat(stat(target.resolve("fifo")).type()).isEqualTo(FileType.FIFO);
  }

  @Test
  @Effect("copy --preserve")
  void preserve_ofMode_forgetsTheTimes() throws IOException {
    copy("--preserve=mode", source, target);
    assertThat(Files.getLastModifiedTime(target.resolve("one"))).isGreaterThan(OLD);
  }

  @Test
  @Effect("copy --no-preserve")
  void noPreserve_ofTimes_forgetsThem() throws IOException {
    copy(source, target);
    assertThat(Files.getLastModifiedTime(target.resolve("one"))).isEqualTo(OLD);
    copy("-f", "--no-preserve=times,xattr", "-T", source, target);
    assertThat(Files.getLastModifiedTime(target.resolve("one"))).isGreaterThan(OLD);
  }

  @Test
  @Effect("copy --chmod")
  void chmod_changesModes() throws IOException {
    copy("--chmod=F600,D750", source, target);
    assertThat(stat(target.resolve("one")).mode()).isEqualTo(0600);
    assertThat(stat(target).mode()).isEqualTo(0750);
  }

  @Test
  @Effect("copy --chown")
  void chown_givesTheCopiesAway() throws IOException {
    assumeTrue(stat(source).owner() == 0, "needs root");
    copy("--chown=1:daemon", source, target);
    assertThat(stat(target.resolve("one")).owner()).isEqualTo(1);
    assertThat(stat(target.resolve("one")).group()).isEqualTo(1);
  }

  /** Whoever had it run with the rights of its owner would have it run with those of another. */
  @Test
  void chown_ofWhatRunsAsItsOwner_takesThatAway() throws IOException {
    assumeTrue(stat(source).owner() == 0, "needs root");
    Path file = source.resolve("one");
    Files.setAttribute(file, "unix:uid", 1234);
    Files.setAttribute(file, "unix:gid", 1234);
    Files.setAttribute(file, "unix:mode", 06755);
    assertThat(modeOfCopy(file, "--chown=0:0")).isEqualTo(0755);
    assertThat(modeOfCopy(file, "--chown=0")).isEqualTo(02755);
    assertThat(modeOfCopy(file, "--chown=:0")).isEqualTo(04755);
    assertThat(modeOfCopy(file, "--chown=0:0", "--chmod=u+s")).isEqualTo(04755);
    // The twins: whom it belongs to already.
    assertThat(modeOfCopy(file, "--chown=1234:1234")).isEqualTo(06755);
    assertThat(modeOfCopy(file)).isEqualTo(06755);
  }

  private int modeOfCopy(Path file, String... options) throws IOException {
    Path copy = directory.resolve("copy" + String.join("", options));
    List<Object> words = new ArrayList<>(List.of(options));
    words.addAll(List.of(file, copy));
    assertThat(copy(words.toArray())).isEqualTo(ExitCode.DONE);
    return stat(copy).mode();
  }

  @Test
  @Effect("copy --backup-suffix")
  void backupSuffix_namesWhatIsKept() throws IOException {
    existing("one", "other");
    assertThat(copy("--if-exists=backup", "--backup-suffix=.old", "-T", source, target))
        .isEqualTo(ExitCode.DONE);
    assertThat(target.resolve("one.old")).hasContent("other");
    assertThat(target.resolve("one")).hasContent("first");
  }

  /** A file that is another each time it is read: only who reads it again can tell. */
  @Test
  @Effect("copy --verify")
  void verify_findsADifference() {
    Path restless = Path.of("/proc/sys/kernel/random/uuid");
    assumeTrue(Files.exists(restless), "needs /proc");
    assertThat(copy(restless, target)).isEqualTo(ExitCode.DONE);
    assertThat(copy("-f", "--verify", restless, target)).isEqualTo(ExitCode.DIFFERENCE);
  }

  @Test
  @Effect("copy --reflink")
  void reflink_always_failsWhereItCannotBe() throws IOException {
    Path shm = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shm) && Files.getFileStore(shm).type().equals("tmpfs"),
        "needs a tmpfs at /dev/shm");
    Path own = Files.createTempDirectory(shm, "haul");
    Path copy = own.resolve("copy");
    try {
      // Large enough that there is something to share.
      Path file = Files.write(own.resolve("file"), new byte[1 << 20]);
      assertThat(copy("--reflink=always", file, copy)).isEqualTo(ExitCode.FAILED);
      assertThat(copy("--reflink=auto", file, copy)).isEqualTo(ExitCode.DONE);
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(own.resolve("file"));
      Files.delete(own);
    }
  }

  @Test
  @Effect("copy --sparse")
  void sparse_always_makesHolesOfZeros() throws IOException {
    Path zeros = Files.write(source.resolve("zeros"), new byte[4 << 20]);
    assertThat(copy("--sparse=always", zeros, target)).isEqualTo(ExitCode.DONE);
    assertThat(stat(target).allocated()).isLessThan(1 << 20);
    assertThat(copy("-f", "--sparse=never", target, directory.resolve("full")))
        .isEqualTo(ExitCode.DONE);
    assertThat(stat(directory.resolve("full")).allocated()).isGreaterThanOrEqualTo(4 << 20);
  }

  @Test
  @Effect("copy --fail-fast")
  void failFast_leavesTheRest() throws IOException {
    for (int i = 0; i < 3000; i++) {
      Files.createDirectories(source.resolve("d" + i % 100));
      Files.writeString(source.resolve("d" + i % 100 + "/f" + i), "");
    }
    copy(source, target);
    CommandTester.Outcome all = run("--json", "-j1", "-T", source, target);
    CommandTester.Outcome first = run("--json", "-j1", "--fail-fast", "-T", source, target);
    assertThat(first.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(all.out()).contains("\"failed\":3002", "\"cancelled\":false");
    assertThat(first.out()).containsPattern("\"failed\":1\\b").contains("\"cancelled\":true");
  }

  /**
   * What an error that passes needs is not to be had here; that they are counted is tested below.
   */
  @Test
  @Effect("copy --retries")
  void retries_reachTheEngine() throws UsageException {
    assertThat(mapped(Map.of("--retries", List.of("7"))).options().retries()).isEqualTo(7);
  }

  @Test
  @Effect("copy --engine")
  void engine_thatThereIsNot_isRefused() {
    CommandTester.Outcome outcome = run("-e", "fibers", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("--engine: 'fibers': not one of auto, threads, processes, async");
    assertThat(target).doesNotExist();
  }

  @Test
  void engineOfChannels_saysHowMuchWentThroughThem() throws IOException {
    Files.write(source.resolve("larger"), new byte[100_000]);
    CommandTester.Outcome outcome = run("-e", "async", "--json", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out()).contains("\"engine\":\"async\"", "\"channelBytes\":100000");
    assertThat(target.resolve("larger")).hasSameBinaryContentAs(source.resolve("larger"));
  }

  @Test
  @Effect("copy --depth")
  void depth_isForChannels() throws UsageException {
    CommandTester.Outcome outcome = run("--depth=5", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--depth", "--engine=async");
    CopyRequest request = mapped(Map.of("--depth", List.of("5"), "--engine", List.of("async")));
    assertThat(request.engine().options().depth()).isEqualTo(5);
  }

  @Test
  void engineOfProcesses_saysWhatEachHasDone() {
    CommandTester.Outcome outcome = run("-e", "processes", "-j1", "--json", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out())
        .contains("\"engine\":\"processes\"", "\"workerProcesses\":[{\"number\":1,\"tasks\":")
        .contains("\"restarts\":0,\"renewals\":0}]");
  }

  @Test
  @Effect("copy --worker-timeout")
  void workerTimeout_isForProcesses() throws UsageException {
    CommandTester.Outcome outcome = run("--worker-timeout=5", source, target);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--worker-timeout", "--engine=processes");
    CopyRequest request =
        mapped(Map.of("--worker-timeout", List.of("5"), "--engine", List.of("processes")));
    assertThat(request.engine().options().workerTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @Effect("copy --json")
  void json_isOneDocument() {
    assertThat(run("--json", source, target).out())
        .startsWith("{\"schema\":1,")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @Test
  @Effect("copy --json-lines")
  void jsonLines_areEvents() {
    assertThat(run("--json-lines", source, target).out().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("{\"schema\":1,\"event\":\""));
  }

  @Test
  @Effect("copy --progress")
  void progress_always_isShownAtOnce() {
    assertThat(run("--progress=always", source, target).err()).contains("100%");
  }

  @Test
  @Effect("copy --no-progress")
  void noProgress_overridesTheSettings() {
    haul.variable("HAUL_PROGRESS", "always");
    assertThat(run("--no-progress", source, target).err()).isEmpty();
  }

  @Test
  @Effect("copy --color")
  void color_always_coloursErrors() {
    assertThat(run("--color=always", source.resolve("none"), target).err()).startsWith("\u001b[");
  }

  @Test
  @Effect("copy --debug")
  void debug_showsWhereAnErrorIsFrom() throws IOException {
    existing("one", "other");
    assertThat(run("-T", source, target).err()).doesNotContain("  at dev.haul");
    assertThat(run("--debug", "-T", source, target).err())
        .contains("ConflictException", "at dev.haul");
  }

  @Test
  @Effect("copy --strict")
  void strict_whereAnAttributeIsLost_isAFailure() throws Exception {
    Path ramfs = Files.createDirectory(directory.resolve("ramfs"));
    assumeTrue(succeeds("mount", "-t", "ramfs", "haul-test", ramfs), "needs a ramfs to be mounted");
    try {
      assertThat(succeeds("setfattr", "-n", "user.a", "-v", "b", source.resolve("one"))).isTrue();
      CommandTester.Outcome lenient = run(source, ramfs.resolve("lenient"));
      assertThat(lenient.code()).isEqualTo(ExitCode.DONE);
      assertThat(lenient.err()).contains("could not be kept: xattr of 1 entry");
      CommandTester.Outcome strict = run("--strict", source, ramfs.resolve("strict"));
      assertThat(strict.code()).isEqualTo(ExitCode.FAILED);
      assertThat(strict.err()).contains("could not be kept: xattr of 1 entry");
      assertThat(run("--strict", "--no-preserve=xattr", source, ramfs.resolve("less")).code())
          .isEqualTo(ExitCode.DONE);
    } finally {
      assertThat(succeeds("umount", ramfs)).isTrue();
    }
  }

  @Test
  @Effect("copy --durability")
  void durability_ofDataOrMore_isAskedOfTheKernelForEachFileAndDirectory() throws Exception {
    assumeTrue(succeeds("strace", "-V"), "needs strace");
    assertThat(syncs("--durability=none", "none")).isEmpty();
    // Two files; the directory, and the one it lies in.
    assertThat(syncs("--durability=data", "data"))
        .containsExactly("fdatasync", "fdatasync", "fsync", "fsync");
    // Besides, each file after its times, the directory again when its own attributes are set.
    assertThat(syncs("--durability=full", "full"))
        .containsExactly("fdatasync", "fdatasync", "fsync", "fsync", "fsync", "fsync", "fsync");
  }

  private List<String> syncs(String option, String name) throws Exception {
    Path trace = directory.resolve(name + ".trace");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    assertThat(
            succeeds(
                "strace",
                "-f",
                "-e",
                "trace=fsync,fdatasync",
                "-o",
                trace, //
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                "dev.haul.cli.Main", //
                "copy",
                option,
                source,
                directory.resolve(name)))
        .isTrue();
    return Files.readAllLines(trace).stream()
        .filter(line -> line.contains("sync(") && line.contains(" = 0"))
        .map(line -> line.replaceAll(".*?(f[a-z]*sync)\\(.*", "$1"))
        .sorted()
        .toList();
  }

  /** What the command would do with these options. */
  private static CopyRequest mapped(Map<String, List<String>> options) throws UsageException {
    Arguments arguments = new Arguments("copy", options, List.of("a", "b"));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    return CopyMapper.map(new Choices(arguments, settings));
  }
}
