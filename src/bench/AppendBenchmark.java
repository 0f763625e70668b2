import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.append.Appender;
import dev.haul.append.RecordBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Appending to one file, side by side: through the library, with a lock for each record, through
 * Logback's prudent mode, and by the command beside {@code cat} and {@code flock}. Everything in
 * turn, several rounds; medians, the slowest and the fastest.
 *
 * <p>{@code mvn -q -Pbench compile exec:exec@append -Dbench.directory=DIR}, where DIR is on the
 * file system that is meant. Needs the image in dist for the part about the command.
 */
final class AppendBenchmark {
  private static final int ROUNDS = 5;
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int RECORD = 128;
  private static final int AT_ONCE = 256;
  private static final long STREAM = 1L << 30;
  private static final int PROCESSES = 8;
  private static final int LINES_EACH = 1_000_000;
  private static final int LINE = 100;

  private final Path directory;
  private final Path log;
  private final byte[] record = new byte[RECORD];
  private final Map<String, List<Double>> results = new LinkedHashMap<>();

  private AppendBenchmark(Path directory) {
    this.directory = directory;
    this.log = directory.resolve("append-benchmark.log");
    Arrays.fill(record, (byte) 'x');
    record[RECORD - 1] = '\n';
  }

  public static void main(String[] arguments) throws Exception {
    AppendBenchmark benchmark = new AppendBenchmark(Path.of(arguments[0]));
    Path haul = Path.of(arguments[1]).toAbsolutePath();
    try {
      benchmark.threads();
      benchmark.durable();
      if (Files.isExecutable(haul)) {
        benchmark.commands(haul.toString());
      }
    } finally {
      Files.deleteIfExists(benchmark.log);
    }
  }

  /** Adds records until told to end, and says how many. */
  @FunctionalInterface
  private interface Adding {
    int step() throws Exception;
  }

  /** What each thread does, made in that thread. */
  @FunctionalInterface
  private interface Way {
    Adding begin() throws Exception;
  }

  private void threads() throws Exception {
    System.out.printf("8 threads, records of %d bytes, nothing synced; records a second%n", RECORD);
    for (int round = 0; round < ROUNDS; round++) {
      try (Appender shared = Appender.open(log, AppendOptions.defaults())) {
        measure("Appender.append, each record waited for", 8, () -> () -> each(shared));
        measure("Appender.submit, futures", 8, () -> () -> futures(shared));
        measure("Appender.append of batches of 256", 8, () -> batches(shared));
      }
      measure("an Appender for each thread: a lock each record", 8, () -> own(Durability.NONE));
      locked("FileChannel.lock each record", 8, false);
      prudent();
    }
    report("an Appender for each thread: a lock each record");
  }

  private void durable() throws Exception {
    System.out.printf("64 threads, each record synced (fdatasync); records a second%n");
    AppendOptions durable = AppendOptions.defaults().withDurability(Durability.DATA);
    for (int round = 0; round < ROUNDS; round++) {
      try (Appender shared = Appender.open(log, durable)) {
        measure("Appender.append, --durability=data", 64, () -> () -> each(shared));
      }
      measure("an Appender for each thread: a sync each record", 64, () -> own(Durability.DATA));
      locked("FileChannel.lock and force each record", 64, true);
    }
    report("an Appender for each thread: a sync each record");
  }

  private int each(Appender appender) throws IOException {
    appender.append(record);
    return 1;
  }

  private int futures(Appender appender) {
    CompletableFuture<Void> last = appender.submit(record);
    for (int i = 1; i < AT_ONCE; i++) {
      last = appender.submit(record);
    }
    last.join(); // they complete in their order
    return AT_ONCE;
  }

  private Adding batches(Appender appender) {
    RecordBatch batch = new RecordBatch();
    for (int i = 0; i < AT_ONCE; i++) {
      batch.add(record);
    }
    return () -> {
      appender.append(batch);
      return AT_ONCE;
    };
  }

  @SuppressWarnings("resource") // goes with the process
  private Adding own(Durability durability) throws IOException {
    Appender own = Appender.open(log, AppendOptions.defaults().withDurability(durability));
    return () -> each(own);
  }

  /** As Java offers it: its locks are the process's, so that threads need one of their own. */
  private void locked(String name, int threads, boolean synced) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      Object own = new Object();
      measure(
          name,
          threads,
          () -> {
            ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD).put(record);
            return () -> {
              synchronized (own) {
                try (FileLock _ = channel.lock()) {
                  channel.write(bytes.flip());
                  if (synced) {
                    channel.force(false);
                  }
                }
              }
              return 1;
            };
          });
    }
  }

  private void prudent() throws Exception {
    LoggerContext context = new LoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(log.toString());
    appender.setPrudent(true);
    appender.setEncoder(encoder);
    appender.start();
    Logger logger = context.getLogger("benchmark");
    logger.addAppender(appender);
    String message = new String(record, 0, RECORD - 1, StandardCharsets.US_ASCII);
    measure(
        "Logback's prudent mode",
        8,
        () ->
            () -> {
              logger.info(message);
              return 1;
            });
    context.stop();
  }

  private void measure(String name, int threads, Way way) throws Exception {
    Files.deleteIfExists(log);
    long[] counts = new long[threads];
    List<Thread> running = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Adding adding = way.begin();
                  while (System.nanoTime() - begun < MEASURED_NANOS) {
                    counts[number] += adding.step();
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    add(name, Arrays.stream(counts).sum() / ((System.nanoTime() - begun) / 1e9));
  }

  private void add(String name, double result) {
    results.computeIfAbsent(name, _ -> new ArrayList<>()).add(result);
  }

  private void report(String first) {
    double one = median(results.get(first));
    results.forEach((name, values) ->
        System.out.printf(
            "  %-50s %,14.2f  (%,.2f to %,.2f)  %8.2f x%n",
            name,
            median(values),
            values.stream().mapToDouble(v -> v).min().orElse(0),
            values.stream().mapToDouble(v -> v).max().orElse(0),
            median(values) / one));
    results.clear();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void commands(String haul) throws Exception {
    Path lines = directory.resolve("append-benchmark.lines");
    try {
      write(lines, STREAM);
      System.out.println("1 GiB of lines from a file; GiB a second, start included");
      for (int round = 0; round < ROUNDS; round++) {
        stream("cat >>", "cat \"$0\" >>\"$1\"", lines.toString(), log.toString());
        stream(
            "haul append <",
            "\"$2\" append \"$1\" <\"$0\"",
            lines.toString(),
            log.toString(),
            haul);
      }
      report("cat >>");
      System.out.println("8 processes at once, lines of 100 bytes; lines a second, start included");
      write(lines, (long) LINES_EACH * LINE);
      for (int round = 0; round < ROUNDS; round++) {
        loops();
        together(haul, lines);
      }
      report("shell loops of flock and echo");
    } finally {
      Files.deleteIfExists(lines);
    }
  }

  private static void write(Path file, long size) throws IOException {
    byte[] line = new byte[LINE];
    Arrays.fill(line, (byte) 'l');
    line[LINE - 1] = '\n';
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long done = 0; done < size; done += LINE) {
        out.write(line);
      }
    }
  }

  private void stream(String name, String script, String... parameters) throws Exception {
    Files.deleteIfExists(log);
    long begun = System.nanoTime();
    finish(shell(script, parameters));
    add(name, STREAM / (double) (1 << 30) / ((System.nanoTime() - begun) / 1e9));
  }

  private void together(String haul, Path lines) throws Exception {
    Files.deleteIfExists(log);
    long begun = System.nanoTime();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(shell("\"$2\" append \"$1\" <\"$0\"", lines.toString(), log.toString(), haul));
    }
    for (Process process : processes) {
      finish(process);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (Files.size(log) != (long) PROCESSES * LINES_EACH * LINE) {
      throw new IllegalStateException("lines are missing");
    }
    add("haul append, " + LINES_EACH + " lines each", PROCESSES * (double) LINES_EACH / seconds);
  }

  private void loops() throws Exception {
    Files.deleteIfExists(log);
    String script =
        "end=$(($(date +%s) + 2)); while [ $(date +%s) -lt $end ]; do"
            + " flock \"$0\" sh -c 'echo \"$1\" >>\"$0\"' \"$0\" \"$1\"; done";
    String line = "l".repeat(LINE - 1);
    List<Process> processes = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(shell(script, log.toString(), line));
    }
    for (Process process : processes) {
      finish(process);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    add("shell loops of flock and echo", Files.size(log) / (double) LINE / seconds);
  }

  private static Process shell(String script, String... parameters) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script));
    command.addAll(List.of(parameters));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void finish(Process process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException(process + " has failed");
    }
  }
}
