package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.ProgressListener;
import dev.haul.append.Appender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each option of {@code haul append} does. */
final class AppendEffectsTest extends CommandEffects {
  private Path one = Path.of("");
  private Path two = Path.of("");

  AppendEffectsTest() {
    super("append");
  }

  @BeforeEach
  void hasSources() throws IOException {
    one = Files.writeString(source.resolve("one"), "1\n2\n");
    two = Files.writeString(source.resolve("two"), "3\n4");
  }

  private ExitCode append(Object... words) {
    return run(words).code();
  }

  private static AppendRequest mapped(Map<String, List<String>> options) throws UsageException {
    return mapped(options, "log", "a");
  }

  private static AppendRequest mapped(Map<String, List<String>> options, String... operands)
      throws UsageException {
    Arguments arguments = new Arguments("append", options, List.of(operands));
    Settings settings = new Settings(Map.of(), new ConfigFile("", Map.of()));
    return AppendMapper.map(new Choices(arguments, settings));
  }

  /** Another process that has a file locked by flock(1). */
  private record Holder(Process process) implements AutoCloseable {
    Holder(Path file) throws IOException {
      this(new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; cat").start());
      assertThat(process.getInputStream().read()).isEqualTo('h');
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.onExit().join();
    }
  }

  @Test
  void standardInput_isAddedLineByLine_andItsLastLineEnded() {
    assertThat(haul.input("a\nb").run("append", target).code()).isEqualTo(ExitCode.DONE);
    assertThat(haul.input("c\n").run("append", target, "-").code()).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("a\nb\nc\n");
  }

  @Test
  void inputThatHasNothingYet_isAskedNowAndThen() throws Exception {
    AppendRequest request = mapped(Map.of(), target.toString());
    SlowChannel in = new SlowChannel();
    new StreamAppend(request, in).run(ProgressListener.NONE);
    assertThat(target).hasContent("late\n");
    assertThat(in.reads).isLessThan(1000);
  }

  /** Has nothing for some milliseconds, and never has anybody wait. */
  private static final class SlowChannel implements ReadableByteChannel {
    private final long begun = System.nanoTime();
    private int reads;
    private boolean ended;

    @Override
    public int read(ByteBuffer room) {
      reads++;
      if (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(50)) {
        return 0;
      }
      if (ended) {
        return -1;
      }
      ended = true;
      room.put("late".getBytes(StandardCharsets.UTF_8));
      return 4;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void sourceThatChanged_isNotToBeAddedAgain_whereThatWouldAddItsBeginningTwice()
      throws UsageException {
    assertThat(sentence("changed while it was read; 5 bytes were added before"))
        .endsWith("5 bytes were added before (the same command again would add these once more)");
    assertThat(sentence("changed while it was read"))
        .endsWith("(append it again when nobody writes to it)");
  }

  private static String sentence(String reason) throws UsageException {
    Failure failure = new Failure(Failure.Kind.CHANGED, "a", "log", reason, null);
    return Sentences.of(failure, mapped(Map.of()).run());
  }

  @Test
  @Effect("append --help")
  void help_isShown() {
    assertThat(run("--help").out()).contains("Usage: haul append");
  }

  @Test
  @Effect("append --record")
  void record_saysWhatStaysInOnePiece() {
    assertThat(append("--record=whole", target, two)).isEqualTo(ExitCode.DONE);
    assertThat(append("--record=nul", target, two)).isEqualTo(ExitCode.DONE);
    assertThat(append("--record=fixed:3", target, two)).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("3\n43\n4\0" + "3\n4");
    CommandTester.Outcome part = run("--record=fixed:2", target, two);
    assertThat(part.code()).isEqualTo(ExitCode.FAILED);
    assertThat(part.err())
        .contains("ends in the middle of a record: after 1 of its 2 bytes; 2 bytes were added");
    assertThat(haul.input("abc").run("append", "--record=fixed:2", target).err())
        .contains("ends in the middle of a record: after 1 of its 2 bytes; 2 bytes were added");
    for (String wrong : List.of("lines", "fixed", "fixed:0", "fixed:x")) {
      assertThat(run("--record=" + wrong, target, one).err())
          .contains("--record: '" + wrong + "': not one of line, nul, whole, fixed:N");
    }
  }

  @Test
  @Effect("append --ordered")
  void ordered_addsOneSourceAfterTheOther() throws IOException {
    StringBuilder expected = new StringBuilder();
    Object[] words = new Object[42];
    words[0] = "--ordered";
    words[1] = target;
    for (int i = 0; i < 40; i++) {
      words[i + 2] = Files.writeString(source.resolve("part" + i), i + "\n" + i + "\n");
      expected.append(i).append('\n').append(i).append('\n');
    }
    for (String engine : List.of("threads", "async", "processes")) {
      haul.variable("HAUL_ENGINE", engine).variable("HAUL_JOBS", "4");
      Files.deleteIfExists(target);
      assertThat(append(words)).isEqualTo(ExitCode.DONE);
      assertThat(target).hasContent(expected.toString());
    }
  }

  @Test
  @Effect("append --no-create")
  void noCreate_addsOnlyToWhatIsThere() throws IOException {
    CommandTester.Outcome missing = run("--no-create", target, one);
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains("No such file or directory");
    assertThat(haul.input("x\n").run("append", "--no-create", target).code())
        .isEqualTo(ExitCode.FAILED);
    assertThat(target).doesNotExist();
    Files.createFile(target);
    assertThat(append("--no-create", target, one)).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("1\n2\n");
  }

  @Test
  @Effect("append --mode")
  void mode_isThatOfAFileThatIsMade() throws IOException {
    assertThat(append("--mode=0602", target, one)).isEqualTo(ExitCode.DONE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-----w-");
    assertThat(run("--mode=8", target, one).err()).contains("--mode: '8': not an octal mode");
  }

  @Test
  @Effect("append --recover")
  void recover_addsNothing() throws IOException {
    assertThat(run("--recover", target).err()).contains("No such file or directory");
    Files.writeString(target, "half");
    CommandTester.Outcome outcome = run("--recover", target);
    assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.err()).contains("nothing had to be put in order");
    assertThat(target).hasContent("half");
    assertThat(append("--recover", target, one)).isEqualTo(ExitCode.USAGE);
    assertThat(append("--recover", "--record=nul", target)).isEqualTo(ExitCode.USAGE);
    CommandTester.Outcome unlocked = run("--recover", "--lock=none", target);
    assertThat(unlocked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unlocked.err()).contains("--recover and --lock=none exclude each other");
  }

  @Test
  @Effect("append --verbose")
  void verbose_listsSources_andSumsUp() {
    CommandTester.Outcome outcome = run("--verbose", target, two);
    assertThat(outcome.out()).isEqualTo("appended '" + two + "' -> '" + target + "'\n");
    assertThat(outcome.err()).matches("haul: appended 1 file \\(4 B\\) in \\S+ s\n");
    assertThat(haul.input("abc").run("append", "-v", target).err())
        .matches("haul: appended 4 B in \\S+ s\n");
  }

  @Test
  @Effect("append --quiet")
  void quiet_saysOnlyErrors() {
    haul.terminal();
    assertThat(run("--quiet", target, one).err()).isEmpty();
    assertThat(run("--quiet", target, target).err()).contains("they are the same file");
  }

  @Test
  @Effect("append --jobs")
  void jobs_areTheWorkers() {
    assertThat(run("--jobs=3", "--json", target, one).out()).contains("\"workers\":3");
    assertThat(run("--jobs=3", target).err()).contains("--jobs needs a SOURCE that is a file");
  }

  @Test
  @Effect("append --durability")
  void durability_reachesTheWriter() throws UsageException {
    assertThat(mapped(Map.of("--durability", List.of("full"))).options().durability())
        .isEqualTo(Durability.FULL);
    assertThat(mapped(Map.of()).options().durability()).isEqualTo(Durability.NONE);
  }

  @Test
  @Effect("append --lock")
  void lock_saysHowOthersAreKeptOut() throws Exception {
    assertThat(append("--lock=sidecar", target, one)).isEqualTo(ExitCode.DONE);
    assertThat(directory.resolve("target.lock")).exists();
    assertThat(run("--lock=file", target, one).err()).contains("--lock: 'file': not one of auto");
    try (Holder _ = new Holder(target)) {
      assertThat(append("--lock=ofd", target, one)).isEqualTo(ExitCode.DONE);
      assertThat(append("--lock=none", target, one)).isEqualTo(ExitCode.DONE);
      for (String kind : List.of("auto", "target", "flock")) {
        assertThat(append("--lock=" + kind, "--lock-timeout=0.001", target, one))
            .isEqualTo(ExitCode.FAILED);
      }
    }
    assertThat(target).hasContent("1\n2\n1\n2\n1\n2\n");
  }

  @Test
  @Effect("append --lock-timeout")
  void lockTimeout_endsInAnErrorOfItsOwn() throws Exception {
    Files.createFile(target);
    try (Holder _ = new Holder(target)) {
      CommandTester.Outcome outcome = run("--lock-timeout=0.01", "--json", target, one);
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.out()).contains("\"kind\":\"locked\"");
      assertThat(outcome.err()).contains("locked by somebody else for more than 10 ms");
      assertThat(haul.input("x\n").run("append", "--lock-timeout=0.01", target).err())
          .contains("cannot append '-' to '" + target + "': locked by somebody else");
    }
    assertThat(target).isEmptyFile();
    assertThat(run("--lock-timeout=0", target, one).err())
        .contains("--lock-timeout: '0': not a number of seconds, at least 0.001");
    for (String tooLarge : List.of("99999999999", "1e99999999", "1e-99999999", "1e2147483647")) {
      CommandTester.Outcome outcome = run("--lock-timeout=" + tooLarge, target, one);
      assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains("not a number of seconds", "at most 9000000000");
    }
    assertThat(append("--lock-timeout=9000000000", target, one)).isEqualTo(ExitCode.DONE);
    assertThat(run("--lock-timeout=1", "--lock=none", target, one).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(mapped(Map.of("--lock-timeout", List.of("1.5"))).options().lockTimeout())
        .isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  @Effect("append --fail-fast")
  void failFast_leavesTheRest() {
    CommandTester.Outcome all = run("--ordered", "--record=fixed:2", "-j1", target, two, one);
    assertThat(all.code()).isEqualTo(ExitCode.FAILED);
    assertThat(target).hasContent("3\n1\n2\n");
    run("--fail-fast", "--ordered", "--record=fixed:2", target, two, one);
    assertThat(target).hasContent("3\n1\n2\n3\n");
  }

  @Test
  @Effect("append --engine")
  void engine_isTheOneAskedFor() throws IOException {
    for (String engine : List.of("threads", "async", "processes")) {
      Files.deleteIfExists(target);
      CommandTester.Outcome outcome = run("-e", engine, "--json", target, one, two);
      assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
      assertThat(outcome.out())
          .contains("\"engine\":\"" + engine + "\"", "\"files\":2,\"bytes\":8");
      assertThat(Files.readAllLines(target)).containsExactlyInAnyOrder("1", "2", "3", "4");
    }
    assertThat(run("-e", "async", target).err()).contains("--engine needs a SOURCE that is a file");
  }

  @Test
  @Effect("append --worker-timeout")
  void workerTimeout_isForProcesses() {
    assertThat(run("--worker-timeout=5", target, one).err()).contains("--engine=processes");
  }

  @Test
  @Effect("append --depth")
  void depth_isForChannels() throws UsageException {
    assertThat(run("--depth=5", target, one).err()).contains("--engine=async");
    AppendRequest request = mapped(Map.of("--depth", List.of("5"), "--engine", List.of("async")));
    assertThat(request.engine().options().depth()).isEqualTo(5);
  }

  @Test
  @Effect("append --json")
  void json_isOneDocument() {
    assertThat(run("--json", target, one).out())
        .startsWith("{\"schema\":1,\"command\":\"append\",")
        .contains("\"bytes\":4")
        .endsWith("}\n")
        .hasLineCount(1);
    assertThat(haul.input("ab\n").run("append", "--json", target).out())
        .contains("\"files\":0,\"bytes\":3", "\"source\":\"-\"", "\"exitCode\":0");
  }

  @Test
  @Effect("append --json-lines")
  void jsonLines_areEvents() {
    assertThat(run("--json-lines", target, one).out().lines())
        .anyMatch(line -> line.contains("\"action\":\"appended\""))
        .allMatch(line -> line.startsWith("{\"schema\":1,\"event\":\""));
  }

  @Test
  @Effect("append --progress")
  void progress_always_isShownAtOnce() {
    assertThat(run("--progress=always", target, one).err()).contains("100%");
  }

  @Test
  @Effect("append --no-progress")
  void noProgress_overridesTheSettings() {
    haul.variable("HAUL_PROGRESS", "always");
    assertThat(run("--no-progress", target, one).err()).isEmpty();
  }

  @Test
  @Effect("append --color")
  void color_always_coloursErrors() {
    assertThat(run("--color=always", target, directory).err()).startsWith("\u001b[");
  }

  @Test
  @Effect("append --debug")
  void debug_showsWhereAnErrorIsFrom() {
    Object[] words = {"--record=fixed:3", target, one};
    assertThat(run(words).err()).contains("in the middle").doesNotContain("  at dev.haul");
    assertThat(run("--debug", words[0], words[1], words[2]).err()).contains("at dev.haul");
  }

  @Test
  void operands_thatCannotBeAdded_areRefused_andNothingIs() throws Exception {
    Path fifo = directory.resolve("fifo");
    makeFifo(fifo);
    Path missing = directory.resolve("missing");
    Files.createFile(target);
    for (Object[] wrong :
        List.of(
            new Object[] {missing, "No such file or directory"},
            new Object[] {directory, "Is a directory"},
            new Object[] {fifo, "is no regular file (give it as standard input)"},
            new Object[] {target, "they are the same file"})) {
      CommandTester.Outcome outcome = run(target, one, wrong[0]);
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.err()).contains("cannot append '" + wrong[0] + "'", "" + wrong[1]);
      assertThat(target).isEmptyFile();
    }
    assertThat(run().err()).contains("nothing to append to: TARGET is missing");
    assertThat(run(target, one, "-").err()).contains("-: standard input cannot be one of several");
  }

  @Test
  void targetThatCannotBeOpened_isSaidToBeThat() throws IOException {
    Path nowhere = directory.resolve("no/log");
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), nowhere);
    for (Path wrong : List.of(nowhere, dangling)) {
      assertThat(run(wrong, one).err()).contains("No such file or directory (target)");
      assertThat(haul.input("x").run("append", wrong).err())
          .contains("cannot append '-' to '" + wrong + "': No such file or directory (target)");
    }
    Path missing = Files.createSymbolicLink(directory.resolve("link"), Path.of("missing"));
    assertThat(haul.input("x").run("append", "--no-create", missing).err())
        .contains("No such file or directory (target)");
    Files.createDirectory(directory.resolve("target.lock"));
    assertThat(haul.input("x").run("append", "--lock=sidecar", target).err())
        .contains("cannot be locked by the file 'target.lock': nothing that can be appended to");
  }

  @Test
  void links_areFollowed_onBothSides() throws IOException {
    Path toTarget = Files.createSymbolicLink(directory.resolve("to target"), Path.of("target"));
    Path toOne = Files.createSymbolicLink(directory.resolve("to one"), Path.of("source/one"));
    Path further = Files.createSymbolicLink(directory.resolve("further"), Path.of("to one"));
    assertThat(append(toTarget, further, toOne)).isEqualTo(ExitCode.DONE);
    assertThat(target).hasContent("1\n2\n1\n2\n");
    assertThat(toTarget).isSymbolicLink();
  }

  @Test
  void sourceThatIsMadeUpAsItIsRead_isAdded() {
    assertThat(append(target, "/proc/self/status")).isEqualTo(ExitCode.DONE);
    assertThat(target).content(StandardCharsets.UTF_8).contains("Name:");
  }

  @Test
  void library_andCommand_addToTheSameFile() throws IOException {
    try (Appender appender =
        Appender.open(Location.of(target), AppendOptions.defaults().withLocking(Locking.TARGET))) {
      appender.append("a\n".getBytes(StandardCharsets.UTF_8));
      assertThat(append(target, one)).isEqualTo(ExitCode.DONE);
      appender.append("b\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(target).hasContent("a\n1\n2\nb\n");
  }
}
