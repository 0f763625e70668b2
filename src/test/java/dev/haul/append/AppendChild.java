package dev.haul.append;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Locking;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of its own that appends records with several threads. */
final class AppendChild {
  /** Said before the time to begin is asked for. */
  static final String READY = "ready";

  /** How a thread gives its records away. */
  enum Mode {
    EACH,
    FUTURES,
    BATCHES,
    /** Each record with an appender of its own. */
    COMING_AND_GOING,
    /** One after the other, once a byte of input has come. */
    WHEN_TOLD,
    /** One after the other: each thread another one of the first three. */
    MIXED
  }

  /**
   * What it is to do.
   *
   * @param records of each thread; less than zero for as many as go into so many seconds, which
   *     begin when the input says, so that several processes are compared over the same time
   * @param size of each record; 0 for {@link Records#size}
   * @param told whether what is acknowledged is said, as {@code writer sequence}
   */
  record Task(
      Path target,
      int firstWriter,
      int threads,
      int records,
      int size,
      Mode mode,
      boolean intents,
      boolean told,
      Durability durability) {
    List<String> command(String... java) {
      Path runtime = Path.of(System.getProperty("java.home"), "bin/java");
      List<String> words = new ArrayList<>(List.of(runtime.toString()));
      words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
      words.addAll(List.of(java));
      words.add("-cp");
      words.add(System.getProperty("java.class.path"));
      words.add(AppendChild.class.getName());
      words.add(target.toString());
      words.addAll(List.of("" + firstWriter, "" + threads, "" + records, "" + size));
      words.addAll(List.of("" + mode, "" + intents, "" + told, "" + durability));
      return words;
    }

    private static Task of(String[] words) {
      return new Task(
          Path.of(words[0]),
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]),
          Integer.parseInt(words[4]),
          Mode.valueOf(words[5]),
          Boolean.parseBoolean(words[6]),
          Boolean.parseBoolean(words[7]),
          Durability.valueOf(words[8]));
    }
  }

  private final Task task;
  private final Appender appender;
  private final PrintStream out;

  private AppendChild(Task task, Appender appender, PrintStream out) {
    this.task = task;
    this.appender = appender;
    this.out = out;
  }

  public static void main(String[] words) throws Exception {
    Task task = Task.of(words);
    AppendOptions options =
        AppendOptions.defaults().withLocking(Locking.AUTO).withDurability(task.durability());
    Location target = Location.of(task.target());
    try (Appender appender =
        task.intents() ? Appender.open(target, options) : Appender.open(target, options, null)) {
      AppendChild child = new AppendChild(task, appender, System.out);
      if (task.mode() == Mode.WHEN_TOLD) {
        System.out.println(READY);
        System.in.read();
      }
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < task.threads(); i++) {
        int writer = task.firstWriter() + i;
        threads.add(Thread.ofPlatform().start(() -> child.write(writer)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      appender.notes().forEach(System.out::println);
    }
  }

  private void write(int writer) {
    try {
      switch (task.mode()) {
        case EACH, WHEN_TOLD -> writeEach(writer);
        case FUTURES -> writeFutures(writer);
        case BATCHES -> writeBatches(writer);
        case COMING_AND_GOING -> comeAndGo(writer);
        case MIXED -> {
          switch (writer % 3) {
            case 0 -> writeEach(writer);
            case 1 -> writeFutures(writer);
            default -> writeBatches(writer);
          }
        }
      }
    } catch (IOException e) {
      out.println("failed " + writer + " " + e);
      throw new AssertionError(e);
    }
  }

  private byte[] record(int writer, int sequence, Random random) {
    // So that the files of many records are not much larger than those of a few.
    int largeIn = Math.max(10, task.records() / 20);
    return Records.make(
        writer, sequence, task.size() > 0 ? task.size() : Records.size(random, largeIn));
  }

  /**
   * Says that it is ready, is told when to begin, in milliseconds of the clock, and says then how
   * many there were, and how many milliseconds the longest took.
   */
  private void writeForSeconds(int writer, int seconds) throws IOException {
    out.println(READY);
    long begin =
        Long.parseLong(new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine());
    long end = begin + TimeUnit.SECONDS.toMillis(seconds);
    long longest = 0;
    int counted = 0;
    for (int i = 0; System.currentTimeMillis() < end; i++) {
      long before = System.nanoTime();
      appender.append(record(writer, i, new Random(i)));
      if (System.currentTimeMillis() > begin) {
        counted++;
        longest = Math.max(longest, System.nanoTime() - before);
      }
    }
    out.println(counted + " " + TimeUnit.NANOSECONDS.toMillis(longest));
  }

  private void writeEach(int writer) throws IOException {
    if (task.records() < 0) {
      writeForSeconds(writer, -task.records());
      return;
    }
    Random random = new Random(writer);
    for (int i = 0; i < task.records(); i++) {
      appender.append(record(writer, i, random));
      tell(writer, i);
    }
  }

  private void comeAndGo(int writer) throws IOException {
    for (int i = 0; i < task.records(); i++) {
      try (Appender own = Appender.open(task.target(), AppendOptions.defaults())) {
        own.append(record(writer, i, new Random(i)));
        own.notes().forEach(out::println);
      }
    }
  }

  private void writeFutures(int writer) {
    Random random = new Random(writer);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < task.records(); i++) {
      int sequence = i;
      all.add(appender.submit(record(writer, i, random)).thenRun(() -> tell(writer, sequence)));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
  }

  private void writeBatches(int writer) throws IOException {
    Random random = new Random(writer);
    RecordBatch batch = new RecordBatch();
    for (int i = 0; i < task.records(); i++) {
      batch.add(record(writer, i, random));
      if (batch.records() == 7 || i + 1 == task.records()) {
        appender.append(batch);
        for (int each = i + 1 - batch.records(); each <= i; each++) {
          tell(writer, each);
        }
        batch = new RecordBatch();
      }
    }
  }

  private void tell(int writer, int sequence) {
    if (task.told()) {
      // One write: a line is there whole or not at all.
      out.print(writer + " " + sequence + "\n");
      out.flush();
    }
  }
}
