package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.AppendChild.Mode;
import dev.haul.append.AppendChild.Task;
import dev.haul.append.Records.Content;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code haul append} as people run it. {@code -Dcount=} for more lines of each source. */
final class AppendCommandIT extends AppendCommands {
  private static final int LINES = Integer.getInteger("count", 200);
  private static final int SOURCES = 16;

  @ParameterizedTest
  @EnumSource(MountedImage.Kind.class)
  void commandsOfEveryEngine_besideTheLibraryAndOutsiders_loseNothing_andTearNothing(
      MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Path target = image.root().resolve("log");
      List<Writer> outsiders =
          List.of(
              Writer.shellLoop(state(), target, "one"), Writer.shellLoop(state(), target, "two"));
      writers.addAll(outsiders);
      List<Writer> ours = new ArrayList<>();
      for (int i = 0; i < ENGINES.size(); i++) {
        List<String> sources = sources(i * SOURCES, SOURCES, LINES);
        ours.add(start(command(ENGINES.get(i), target, sources)));
      }
      Task library =
          new Task(target, 0, SOURCES, LINES, 0, Mode.MIXED, true, false, Durability.NONE);
      ours.add(start(library.command()));
      String stream = sources(ENGINES.size() * SOURCES, 1, LINES).getFirst();
      ours.add(
          start(
              List.of(
                  "sh",
                  "-c",
                  "cat \"$2\" | \"$0\" append \"$1\"", //
                  Shell.HAUL,
                  target.toString(),
                  stream)));
      for (Writer writer : ours) {
        writer.expectSuccess();
      }
      outsiders.forEach(Writer::kill);
      check(target, kind);
    }
  }

  private static void check(Path target, MountedImage.Kind kind) throws IOException {
    Content content = Records.read(target);
    assertThat(content.torn()).isEmpty();
    assertThat(content.disorder(LINES)).isEmpty();
    assertThat(content.sequences()).hasSize(SOURCES);
    List<String> lines = new ArrayList<>(content.lines());
    lines.removeIf(line -> line.matches("(one|two) \\d+"));
    Lines.Found found = Lines.read(lines);
    assertThat(found.wrong()).isEmpty();
    assertThat(found.disorder()).isEmpty();
    assertThat(found.numbers()).hasSize(ENGINES.size() * SOURCES + 1);
    assertThat(found.numbers().values()).allMatch(numbers -> numbers.size() == LINES);
    System.out.printf(
        "%s: %d writers in 5 commands, %d records, %d lines of outsiders, %d bytes%n",
        kind,
        found.numbers().size() + SOURCES,
        content.count() + found.numbers().size() * LINES,
        content.lines().size() - lines.size(),
        Files.size(target));
  }

  @Test
  void standardInput_isAddedAsItComes_lineByLine() throws Exception {
    Path target = directory.resolve("log");
    Process haul = new ProcessBuilder(Shell.HAUL, "append", target.toString()).start();
    try (OutputStream in = haul.getOutputStream()) {
      in.write("first\nsec".getBytes(StandardCharsets.UTF_8));
      in.flush();
      awaitContent(haul, target, "first\n");
      in.write("ond\nthird\nlast".getBytes(StandardCharsets.UTF_8));
      in.flush();
      awaitContent(haul, target, "first\nsecond\nthird\n");
      Files.move(target, directory.resolve("log.1"));
      in.write(" one\n".getBytes(StandardCharsets.UTF_8));
      in.flush();
      awaitContent(haul, target, "last one\n");
      in.write("and no end".getBytes(StandardCharsets.UTF_8));
    } finally {
      haul.onExit().get(1, TimeUnit.MINUTES);
    }
    assertThat(haul.exitValue()).isZero();
    assertThat(directory.resolve("log.1")).hasContent("first\nsecond\nthird\n");
    assertThat(target).hasContent("last one\nand no end\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async"})
  void manySources_withFewDescriptorsAndLittleMemory(String engine) throws Exception {
    sources(0, 150, 300);
    Outcome outcome =
        sh(
            "ulimit -n 64; export HAUL_JAVA_OPTIONS=-Xmx64m; "
                + "$H append -e $1 $2 log source*; cat source* | sort | sha1sum; sort log | sha1sum",
            engine,
            engine.equals("async") ? "--depth=1000" : "-j4");
    List<String> sums = outcome.expectSuccess().lines().toList();
    assertThat(sums.get(0)).isEqualTo(sums.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async"})
  void fullDisk_leavesWholeLines_andIsTold(String engine) throws Exception {
    for (String source : sources(0, 4, 8_000)) {
      assertThat(Path.of(source))
          .as("of which a part fits")
          .satisfies(path -> assertThat(Files.size(path)).isGreaterThan(1 << 20));
    }
    try (MountedImage image = MountedImage.tmpfs("size=1m")) {
      Path target = image.root().resolve("log");
      Outcome outcome = sh("$H append -e \"$1\" --json \"$2\" source?", engine, target.toString());
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.out()).contains("\"kind\":\"no-space\"");
      assertThat(outcome.err()).contains("No space left on device", "bytes were added before");
      Lines.Found found = Lines.read(Files.readAllLines(target));
      assertThat(found.wrong()).isEmpty();
      assertThat(found.disorder()).isEmpty();
      Outcome stream = sh("cat source? | $H append \"$1\"", target.toString());
      assertThat(stream.code()).isEqualTo(1);
      assertThat(stream.err()).contains("cannot append '-' to", "No space left on device");
      assertThat(Lines.read(Files.readAllLines(target)).wrong()).isEmpty();
    }
  }

  @Test
  void devices_areWrittenTo_andTheirErrorsTold() throws Exception {
    assertThat(sh("echo x | $H append /dev/null").expectSuccess()).isEmpty();
    Outcome full = sh("echo x | $H append /dev/full");
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err()).contains("cannot append '-' to '/dev/full': No space left on device");
  }

  @Test
  void fileThatOnlyGrows_andReadOnlyFileSystem() throws Exception {
    Shell.needsRoot();
    try (MountedImage image = MountedImage.Kind.EXT4.make()) {
      String target = image.root().resolve("log").toString();
      sh("echo a >\"$1\"; chattr +a \"$1\"; echo b | $H append \"$1\"; chattr -a \"$1\"", target)
          .expectSuccess();
      assertThat(Path.of(target)).hasContent("a\nb\n");
      Outcome readOnly =
          sh("mount -o remount,ro \"$2\"; echo c | $H append \"$1\"", target, "" + image.root());
      assertThat(readOnly.code()).isEqualTo(1);
      assertThat(readOnly.err()).contains("Read-only file system");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async"})
  void recordThatTakesLongerThanATaskMay_isAdded(String engine) throws Exception {
    String script =
        "head -c 40000000 /dev/urandom >large; $H append -e $1 --record=whole log large; cmp large log";
    sh(script, engine).expectSuccess();
  }

  @Test
  void sourcesInManySteps_leaveNoDescriptorsBehind() throws Exception {
    sources(0, 1, 40_000);
    sh("for i in 1 2 3 4 5 6; do cp source0 part$i; done; ulimit -n 64; "
            + "$H append -e processes -j1 --durability=data log part?; cat part? | cmp -n 1000 log -; "
            + "test $(wc -c <log) = $(cat part? | wc -c); test -z \"$(ls state/haul/append)\"")
        .expectSuccess();
  }

  @Test
  void closedStandardInput_isAnError_andNothingElseIsReadInItsPlace() throws Exception {
    Outcome outcome = sh("$H append log <&-");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot append '-' to 'log': Bad file descriptor");
    assertThat(directory.resolve("log")).isEmptyFile();
  }

  @Test
  void targetAsItsOwnSource_isRefused() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), "a\n");
    for (String command :
        List.of("append log <log", "append log log", "append log link", "append link log")) {
      Outcome outcome = sh("ln -f log link; $H " + command);
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("they are the same file");
      assertThat(log).hasContent("a\n");
    }
  }

  @Test
  void lockThatNobodyGets_isWaitedForOnce() throws Exception {
    sources(0, 40, 3);
    Outcome outcome =
        sh("touch log; flock log $H append -j1 --lock-timeout=0.05 --json log source*");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("\"cancelled\":true", "\"failed\":1}");
  }

  @Test
  void recordWithoutMemoryForIt_isAnErrorLikeOthers() throws Exception {
    Outcome outcome = sh("head -c 60000000 /dev/zero | HAUL_JAVA_OPTIONS=-Xmx64m $H append log");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .containsPattern("cannot append '-' to 'log': there is no memory for a record: [1-9]\\d+")
        .doesNotContain("Exception");
    Outcome whole =
        sh(
            "head -c 60000000 /dev/zero >source;"
                + " HAUL_JAVA_OPTIONS=-Xmx32m $H append --record=whole log source");
    assertThat(whole.err()).contains("no memory for a record: 60000001 bytes are needed");
  }

  /** Whoever hears that nothing had to be done relies on that. */
  @Test
  void recovery_thatCannotLook_fails() throws Exception {
    Outcome outcome = sh("echo x >log; XDG_STATE_HOME=/proc/x $H append --recover log");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("haul: cannot put in order 'log': cannot use /proc/x")
        .doesNotContain("nothing had to be");
  }

  /** The twin of what is cut off, where that is the end. */
  @ParameterizedTest
  @ValueSource(strings = {"", "theirs"})
  void recovery_thatLeavesSomethingTorn_fails(String behind) throws Exception {
    Path target = Files.writeString(directory.resolve("log"), "x".repeat(4096));
    ByteBuffer record = ByteBuffer.allocateDirect(20_000);
    Root root = new Root(0, Location.of(directory), Root.Kind.LINUX);
    try (Directory place = Roots.open(root);
        AppendFile file = place.openForAppend(Name.of("log"), AppendOptions.defaults())) {
      new Intents(state().resolve("haul/append"))
          .open(file.identity(), file.generation(), Locking.AUTO)
          .own()
          .set(4096, record.capacity(), Checksums.of(record, 4096));
    }
    Files.write(target, new byte[4096], StandardOpenOption.APPEND);
    Files.writeString(target, behind, StandardOpenOption.APPEND);
    Outcome outcome = sh("$H append --recover log");
    assertThat(outcome.code()).isEqualTo(behind.isEmpty() ? 0 : 1);
    assertThat(outcome.err())
        .contains(behind.isEmpty() ? "cut off the beginning of a record" : "at byte 4096; what is");
  }

  @Test
  void intents_areInTheHomeOfTheEnvironment() throws Exception {
    Outcome outcome =
        sh(
            "mkdir home; echo x | HOME=$PWD/home XDG_STATE_HOME=relative $H append log;"
                + " find home relative");
    assertThat(outcome.out()).contains("home/.local/state/haul/append").doesNotContain("relative/");
  }

  @Test
  void stateDirectory_thatTheLocaleCannotName_isANote() throws Exception {
    String state = "export LC_ALL=C XDG_STATE_HOME=$PWD/$(printf '\\303\\274');";
    Outcome outcome = sh(state + "echo x | $H append log; echo y >source; $H append log source");
    outcome.expectSuccess();
    assertThat(outcome.err()).contains("not a name that this locale can hold");
    assertThat(directory.resolve("log")).hasContent("x\ny\n");
    assertThat(sh(state + "$H append --recover log").err())
        .contains("cannot put in order 'log': cannot use ")
        .contains("not a name that this locale can hold");
  }

  /** What such a link says may be anything, and a file of that name is another. */
  @Test
  void linkThatOnlyTheKernelFollows_isNotFollowedByItsText() throws Exception {
    Outcome deleted =
        sh(
            "exec 5>>gone; rm gone; >'gone (deleted)'; echo hi | $H append /dev/fd/5 || echo $?; rm -rf state; ls");
    assertThat(deleted.out()).isEqualTo("1\ngone (deleted)\n");
    assertThat(deleted.err()).contains("'/dev/fd/5': nothing that can be appended to");
    assertThat(directory.resolve("gone (deleted)")).isEmptyFile();
    Outcome pipe = sh("(echo hi | $H append /dev/stdout || echo $? >&2) | cat");
    assertThat(pipe.err())
        .contains("cannot append '-' to '/dev/stdout': nothing that can be appended to")
        .endsWith("1\n");
    Outcome source = sh("echo x | cat | $H append log /dev/stdin || echo $?");
    assertThat(source.err())
        .contains("cannot append '/dev/stdin': is no regular file (give it as standard input)");
    assertThat(source.out()).isEqualTo("1\n");
    assertThat(directory.resolve("log")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async"})
  void openFile_isAppendedTo_whenItIsNamedByItsDescriptor(String engine) throws Exception {
    sh("echo a >log; echo b >source; $H append -e " + engine + " /dev/fd/5 source 5>>log")
        .expectSuccess();
    sh("$H append -e " + engine + " log /dev/stdin <source").expectSuccess();
    sh("echo c | $H append /dev/stdout >>log").expectSuccess();
    assertThat(directory.resolve("log")).hasContent("a\nb\nb\nc\n");
  }

  @Test
  void oneSource_thatHasNoRoom_isOneFailure() throws Exception {
    Outcome outcome = sh("echo x >source; $H append --json /dev/full source");
    assertThat(outcome.out()).contains("\"failed\":1}");
  }
}
