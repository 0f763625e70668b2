package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code haul append} that is killed or interrupted. {@code -Dcount=} for more kills, {@code
 * -Dseed=} for other moments.
 */
final class AppendKillIT extends AppendCommands {
  private static final int KILLS = Integer.getInteger("count", 6);

  /** Lines that take some time: a kill at some moment finds a writer at work. */
  private static final int MANY = 40_000;

  private static final int KILL_MICROS = 40_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @ValueSource(strings = {"INT:130", "TERM:143"})
  void signal_endsIt_andWhatWasWholeStays(String signalAndCode) throws Exception {
    String[] words = signalAndCode.split(":", -1);
    Path target = directory.resolve("log");
    Process haul = new ProcessBuilder(Shell.HAUL, "append", target.toString()).start();
    try (OutputStream in = haul.getOutputStream()) {
      in.write("whole\npart".getBytes(StandardCharsets.UTF_8));
      in.flush();
      awaitContent(haul, target, "whole\n");
      sh("kill -" + words[0] + " " + haul.pid()).expectSuccess();
      haul.onExit().get(1, TimeUnit.MINUTES);
    }
    assertThat(haul.exitValue()).isEqualTo(Integer.parseInt(words[1]));
    assertThat(target).hasContent("whole\n");
  }

  @Test
  void killedCommands_leaveWholeLines_onceTheEndIsPutInOrder() throws Exception {
    List<String> sources = sources(0, 4, MANY);
    Path target = directory.resolve("log");
    int alive = 0;
    for (int i = 0; i < KILLS; i++) {
      Files.deleteIfExists(target);
      Writer writer = start(command(ENGINES.get(i % ENGINES.size()), target, sources));
      while (!Files.exists(target)) {
        assertThat(writer.isAlive()).isTrue();
      }
      writer.endsWithin(random.nextInt(KILL_MICROS));
      alive += writer.isAlive() ? 1 : 0;
      writer.killAndAwaitWorkers();
      sh("$H append --recover log").expectSuccess();
      Lines.Found found = Lines.read(Files.readAllLines(target));
      assertThat(found.wrong()).as("seed %d", seed).isEmpty();
      assertThat(found.disorder()).as("seed %d", seed).isEmpty();
    }
    System.out.println(alive + " of " + KILLS + " commands killed at work, seed " + seed);
    assertThat(alive).isPositive();
  }

  /** A large record, so that the kill finds its write at work. */
  @ParameterizedTest
  @CsvSource({"flock,auto", "ofd,auto", "auto,flock", "auto,ofd"})
  void killedCommand_isPutInOrder_byTheNextOne_whichLocksInAnotherWay(String killed, String next)
      throws Exception {
    int size = 60_000_000;
    sh("head -c $1 /dev/zero | tr '\\0' x >large", "" + size).expectSuccess();
    Path target = directory.resolve("log");
    int torn = 0;
    for (int i = 0; i < 20 && torn == 0; i++) {
      Files.writeString(target, "first\n");
      Writer writer =
          start(
              List.of(
                  Shell.HAUL,
                  "append",
                  "--record=whole",
                  "--lock=" + killed,
                  target.toString(),
                  directory.resolve("large").toString()));
      while (Files.size(target) == 6) {
        assertThat(writer.isAlive()).isTrue();
      }
      writer.kill();
      torn += Files.size(target) < 6 + size ? 1 : 0;
      sh("echo next | $H append --lock=" + next + " log").expectSuccess();
      assertThat(Files.size(target)).isIn(6L + 5, 6L + size + 5);
    }
    assertThat(torn).isPositive();
  }

  @Test
  void killedWorker_isAFailureOfItsSource_andNothingIsAddedTwice() throws Exception {
    List<String> sources = sources(0, 6, MANY);
    Path target = directory.resolve("log");
    int failures = 0;
    int rounds = 0;
    while (rounds < KILLS || (failures == 0 && rounds < 20 * KILLS)) {
      rounds++;
      Files.deleteIfExists(target);
      ProcessBuilder builder = new ProcessBuilder(command("processes", target, sources));
      builder.environment().put("XDG_STATE_HOME", state().toString());
      Process haul = builder.redirectErrorStream(true).start();
      while (haul.isAlive() && !(Files.exists(target) && Files.size(target) > 0)) {
        Thread.onSpinWait();
      }
      haul.waitFor(random.nextInt(KILL_MICROS), TimeUnit.MICROSECONDS);
      List<ProcessHandle> workers = haul.children().toList();
      if (!workers.isEmpty()) {
        workers.get(random.nextInt(workers.size())).destroyForcibly();
      }
      String said = new String(haul.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = haul.waitFor();
      failures += code;
      Lines.Found found = Lines.read(Files.readAllLines(target));
      assertThat(found.wrong()).as("seed %d", seed).isEmpty();
      assertThat(found.disorder()).as("seed %d", seed).isEmpty();
      long complete = found.numbers().values().stream().filter(n -> n.size() == MANY).count();
      if (code == 0) {
        assertThat(complete).as(said).isEqualTo(6);
      } else {
        assertThat(said)
            .contains("its worker was lost: was killed by signal 9", "what it has added");
        assertThat(said.lines().filter(line -> line.contains("its worker was lost")).count())
            .as(said)
            .isGreaterThanOrEqualTo(6 - complete);
      }
    }
    System.out.println(
        failures + " of " + rounds + " commands lost a worker at work, seed " + seed);
    assertThat(failures).isPositive();
  }

  @Test
  void signal_endsOrderedSources() throws Exception {
    List<String> words = command("threads", directory.resolve("log"), List.of());
    words.add("--ordered");
    String source = Lines.write(directory.resolve("source"), 0, 2000).toString();
    for (int i = 0; i < 20_000; i++) {
      words.add(source);
    }
    Process haul = new ProcessBuilder(words).redirectErrorStream(true).start();
    while (!Files.exists(directory.resolve("log"))) {
      assertThat(haul.isAlive()).isTrue();
    }
    sh("kill -TERM " + haul.pid()).expectSuccess();
    haul.getInputStream().readAllBytes();
    assertThat(haul.onExit().get(1, TimeUnit.MINUTES).exitValue()).isEqualTo(143);
    assertThat(Files.size(directory.resolve("log")))
        .isLessThan(10_000 * Files.size(Path.of(source)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "processes", "async", "standard input"})
  void signal_endsAlsoWhoWaitsForALock(String engine) throws Exception {
    Path target = Files.createFile(directory.resolve("log"));
    List<String> words = List.of(Shell.HAUL, "append", target.toString());
    if (!engine.equals("standard input")) {
      words = command(engine, target, sources(0, 3, 10));
    }
    ProcessBuilder locked = new ProcessBuilder("flock", target.toString(), "sh", "-c", "echo; cat");
    Process holder = locked.start();
    try (OutputStream _ = holder.getOutputStream()) {
      assertThat(holder.getInputStream().read()).isEqualTo('\n');
      Process haul = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (OutputStream in = haul.getOutputStream()) {
        in.write("line\n".getBytes(StandardCharsets.UTF_8));
        in.flush();
        awaitWaiterForFlock(target);
        List<ProcessHandle> workers = haul.descendants().toList();
        sh("kill -INT " + haul.pid()).expectSuccess();
        assertThat(haul.onExit().get(1, TimeUnit.MINUTES).exitValue()).isEqualTo(130);
        for (ProcessHandle worker : workers) {
          worker.onExit().get(1, TimeUnit.MINUTES);
        }
      }
    }
    holder.onExit().join();
    assertThat(target).isEmptyFile();
  }

  private static void awaitWaiterForFlock(Path file) throws IOException {
    String waiting = "-> FLOCK .*:" + Files.getAttribute(file, "unix:ino") + " .*";
    while (Files.readAllLines(Path.of("/proc/locks")).stream()
        .noneMatch(line -> line.matches(".*" + waiting))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
