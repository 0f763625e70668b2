package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.append.AppendChild.Mode;
import dev.haul.append.AppendChild.Task;
import dev.haul.append.Records.Content;
import dev.haul.testing.InMemory;
import dev.haul.testing.MountedImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many processes append to one file. {@code -Dcount=} for more records of each writer, or more
 * kills; {@code -Dseed} repeats the times of the kills, as far as processes can be repeated.
 */
final class AppendIT {
  private static final int RECORDS = Integer.getInteger("count", 200);
  private static final int KILLS = Integer.getInteger("count", 100);
  private static final int PROCESSES = 4;
  private static final int THREADS = 16;

  @TempDir(factory = InMemory.class)
  private Path directory;

  private final List<Writer> writers = new ArrayList<>();
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @AfterEach
  void endsWriters() throws IOException {
    for (Writer writer : writers) {
      writer.close();
    }
  }

  private Path state() {
    return directory.resolve("state");
  }

  private Intents intents() {
    return new Intents(state().resolve("haul/append"));
  }

  private Writer start(Task task) throws IOException {
    Writer writer = Writer.java(state(), task);
    writers.add(writer);
    return writer;
  }

  private static Task task(Path target, int firstWriter, int records, Mode mode) {
    return new Task(target, firstWriter, THREADS, records, 0, mode, true, false, Durability.NONE);
  }

  @ParameterizedTest
  @EnumSource(MountedImage.Kind.class)
  void writersOfAllKinds_besideOutsiders_loseNothing_andTearNothing(MountedImage.Kind kind)
      throws Exception {
    try (MountedImage image = kind.make()) {
      writeAndCheck(image.root().resolve("log"), Mode.MIXED, "" + kind);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"EACH", "FUTURES", "BATCHES"})
  void writersOfOneKind_loseNothing(Mode mode) throws Exception {
    writeAndCheck(directory.resolve("log"), mode, "" + mode);
  }

  private void writeAndCheck(Path target, Mode mode, String name) throws Exception {
    List<Writer> outsiders = new ArrayList<>();
    for (String each : List.of("one", "two")) {
      outsiders.add(Writer.shellLoop(state(), target, each));
    }
    writers.addAll(outsiders);
    List<Writer> ours = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      ours.add(start(task(target, i * THREADS, RECORDS, mode)));
    }
    for (Writer writer : ours) {
      writer.expectSuccess();
    }
    outsiders.forEach(Writer::kill);
    Content content = Records.read(target);
    System.out.printf(
        "%s: %d writers, %d records, %d lines of outsiders, %d bytes%n",
        name, PROCESSES * THREADS, content.count(), content.lines().size(), Files.size(target));
    assertThat(content.torn()).isEmpty();
    assertThat(content.sequences()).hasSize(PROCESSES * THREADS);
    assertThat(content.disorder(RECORDS)).isEmpty();
    for (String each : List.of("one", "two")) {
      List<String> lines =
          content.lines().stream().filter(line -> line.startsWith(each + " ")).toList();
      assertThat(lines).isNotEmpty();
      assertThat(lines.getLast()).isEqualTo(each + " " + lines.size());
    }
    assertThat(content.lines()).allMatch(line -> line.matches("(one|two) \\d+"));
  }

  @Test
  void writersThatComeAndGo_alwaysHaveTheirIntents() throws Exception {
    Path target = directory.resolve("log");
    List<Writer> ours = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Mode mode = Mode.COMING_AND_GOING;
      ours.add(start(new Task(target, i, 1, 400, 10, mode, true, true, Durability.NONE)));
    }
    for (Writer writer : ours) {
      writer.expectSuccess();
      assertThat(writer.said()).isEmpty();
    }
    assertThat(Records.read(target).disorder(400)).isEmpty();
    assertThat(state().resolve("haul/append")).isEmptyDirectory();
  }

  /** Without system calls of its own, haul locks a file beside the target. */
  @Test
  void writersWithoutNativeAccess_loseNothing_andSaySo() throws Exception {
    Path target = directory.resolve("log");
    List<Writer> ours = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Task task = new Task(target, 4 * i, 4, 100, 0, Mode.MIXED, true, true, Durability.NONE);
      List<String> command = task.command("--illegal-native-access=deny");
      command.remove("--enable-native-access=ALL-UNNAMED");
      ours.add(Writer.start(state(), command));
    }
    writers.addAll(ours);
    for (Writer writer : ours) {
      writer.expectSuccess();
      assertThat(writer.said()).contains("log is locked by a file beside it");
    }
    Content content = Records.read(target);
    assertThat(content.torn()).isEmpty();
    assertThat(content.sequences()).hasSize(8);
    assertThat(content.disorder(100)).isEmpty();
    assertThat(target.resolveSibling("log.lock")).exists();
  }

  @Test
  void killedWriters_leaveNothingTorn_andNothingThatWasAcknowledgedIsLost() throws Exception {
    Path target = directory.resolve("log");
    Kills kills = new Kills();
    while (kills.count < KILLS) {
      kills.round(target, true);
      assertThat(kills.torn).isEmpty();
      assertThat(kills.lost).isEmpty();
    }
    System.out.println(kills);
    assertThat(kills.acknowledged).isPositive();
  }

  /** The twin: without intents a kill is found to tear records. */
  @Test
  void killedWriters_withoutIntents_areFoundToTear() throws Exception {
    Path target = directory.resolve("log");
    Kills kills = new Kills();
    while (kills.torn.isEmpty() && kills.count < 10 * KILLS) {
      kills.round(target, false);
    }
    System.out.println("without intents " + kills);
    assertThat(kills.torn).isNotEmpty();
  }

  /** Writers that are killed while others go on. */
  private final class Kills {
    private static final int WRITERS = 4;
    private static final int LARGE = 1 << 20;

    private final List<String> torn = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int count;
    private int acknowledged;
    private long longestNanos;

    void round(Path target, boolean intents) throws Exception {
      Files.deleteIfExists(target);
      List<Writer> round = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int size = i % 2 == 0 ? LARGE : 1 + random.nextInt(100_000);
        round.add(
            Writer.java(
                state(),
                new Task(
                    target,
                    10 * i,
                    2,
                    1_000_000,
                    size,
                    Mode.WHEN_TOLD,
                    intents,
                    true,
                    Durability.NONE)));
      }
      writers.addAll(round);
      // Those that write leave no time to start to the others.
      for (Writer writer : round) {
        writer.awaitWord();
      }
      for (Writer writer : round) {
        writer.tell("");
      }
      for (Writer writer : round) {
        writer.awaitRecord();
      }
      Collections.shuffle(round, random);
      try (Appender next =
          Appender.open(
              Location.of(target), AppendOptions.defaults(), intents ? intents() : null)) {
        next.append(Records.make(98, 0, 10));
        for (Writer writer : round) {
          writer.endsWithin(random.nextInt(5_000));
          writer.kill();
          count++;
        }
        long begun = System.nanoTime();
        next.append(Records.make(99, 0, 10));
        longestNanos = Math.max(longestNanos, System.nanoTime() - begun);
      }
      check(target, round);
      for (Writer writer : round) {
        writer.close();
        writers.remove(writer);
      }
    }

    private void check(Path target, List<Writer> round) throws IOException {
      Content content = Records.read(target);
      torn.addAll(content.torn());
      Map<Integer, Integer> told = new HashMap<>();
      for (Writer writer : round) {
        told.putAll(writer.acknowledged());
      }
      told.forEach((writer, last) -> {
        acknowledged += last + 1;
        List<Integer> found = content.sequences().getOrDefault(writer, List.of());
        for (int i = 0; i < found.size(); i++) {
          if (found.get(i) != i) {
            lost.add("writer " + writer + " has no " + i);
            break;
          }
        }
        if (content.torn().isEmpty() && found.size() <= last) {
          lost.add("writer " + writer + " has " + found.size() + " of " + (last + 1));
        }
      });
    }

    @Override
    public String toString() {
      return "%d kills, %d acknowledged, %d torn, %d lost, next writer within %d ms, -Dseed=%d"
          .formatted(
              count,
              acknowledged,
              torn.size(),
              lost.size(),
              TimeUnit.NANOSECONDS.toMillis(longestNanos),
              seed);
    }
  }

  @Test
  void rotation_losesNothing_andWritesNothingTwice() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("seconds", 4));
    Path target = Files.createDirectory(directory.resolve("logs")).resolve("log");
    Files.createFile(target);
    int records = 200_000;
    List<Writer> ours = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ours.add(
          start(new Task(target, 10 * i, 4, records, 100, Mode.EACH, true, true, Durability.NONE)));
    }
    for (Writer writer : ours) {
      writer.awaitWord();
    }
    int rotations = 0;
    while (System.nanoTime() - end < 0 && ours.stream().allMatch(Writer::isAlive)) {
      Files.move(target, target.resolveSibling("log." + ++rotations));
      if (rotations % 2 == 0) {
        makeUnlessThere(target);
      }
      // The next one when a record has come, or after 5 ms.
      ours.getFirst().endsWithin(5_000);
      while (Files.notExists(target) && ours.getFirst().isAlive()) {
        ours.getFirst().endsWithin(100);
      }
    }
    ours.forEach(Writer::kill);
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= rotations; i++) {
      files.add(target.resolveSibling("log." + i));
    }
    files.add(target);
    AppendOptions options = AppendOptions.defaults();
    for (Path file : files.subList(Math.max(0, files.size() - 3), files.size())) {
      Appender.open(Location.of(file), options, intents()).close();
    }
    Content content = Records.read(files.toArray(Path[]::new));
    System.out.printf("%d rotations, %d records%n", rotations, content.count());
    assertThat(content.torn()).isEmpty();
    assertThat(rotations).isGreaterThan(20);
    for (Writer writer : ours) {
      writer
          .acknowledged()
          .forEach((each, last) -> {
            List<Integer> found = content.sequences().getOrDefault(each, List.of());
            // One more may be there that was not acknowledged yet.
            assertThat(found.size()).isBetween(last + 1, last + 2);
            for (int i = 0; i < found.size(); i++) {
              assertThat(found.get(i)).isEqualTo(i);
            }
          });
    }
  }

  private static void makeUnlessThere(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // One of the writers was faster.
    }
  }

  @Test
  void writers_areServedFairly() throws Exception {
    Path target = directory.resolve("log");
    int seconds = Integer.getInteger("seconds", 10);
    List<Writer> ours = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Task task = new Task(target, i, 1, -seconds, 100, Mode.EACH, true, false, Durability.NONE);
      ours.add(start(task));
    }
    // Sixteen JVMs need seconds to start; compared is what they do over the same time.
    for (Writer writer : ours) {
      writer.awaitWord();
    }
    String begin = Long.toString(System.currentTimeMillis() + 500);
    for (Writer writer : ours) {
      writer.tell(begin);
    }
    List<Integer> counts = new ArrayList<>();
    List<Integer> waits = new ArrayList<>();
    for (Writer writer : ours) {
      writer.expectSuccess();
      String[] words = writer.said().substring(AppendChild.READY.length()).strip().split(" ", -1);
      counts.add(Integer.valueOf(words[0]));
      waits.add(Integer.valueOf(words[1]));
    }
    double mean = counts.stream().mapToInt(Integer::intValue).average().orElse(0);
    System.out.printf(
        "16 processes for %d s, records of each: %s, mean %.0f, longest waits in ms: %s%n",
        seconds, counts, mean, waits);
    assertThat(Collections.min(counts)).isGreaterThan((int) (mean / 2));
    Content content = Records.read(target);
    assertThat(content.torn()).isEmpty();
    assertThat(content.count()).isGreaterThanOrEqualTo((int) (mean * 16));
  }
}
