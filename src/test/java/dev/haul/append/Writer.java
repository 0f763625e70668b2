package dev.haul.append;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that appends, and does not outlive its test. */
final class Writer implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 15;

  private final Process process;
  private final Path out;
  private final Path err;

  private Writer(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param state where its intents are
   */
  static Writer start(Path state, List<String> command) throws IOException {
    Path out = Files.createTempFile("haul-append", ".out");
    // Of its own: a stack trace could come into the middle of what is acknowledged.
    Path err = Files.createTempFile("haul-append", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Writer(builder.start(), out, err);
  }

  static Writer java(Path state, AppendChild.Task task) throws IOException {
    return start(state, task.command());
  }

  /** Two programs in one, as an outsider would write: {@code >>} opens the file each time. */
  static Writer shellLoop(Path state, Path target, String name) throws IOException {
    String script = "i=0; while :; do i=$((i + 1)); echo \"$2 $i\" >>\"$1\"; done";
    return start(state, List.of("sh", "-c", script, "sh", target.toString(), name));
  }

  void expectSuccess() throws Exception {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError(process + ": " + said() + Files.readString(err));
    }
  }

  /** Until it has said something; a writer that tells what is acknowledged says that. */
  void awaitWord() throws Exception {
    awaitMoreThan(0);
  }

  /** Until it has said more than that it is ready. */
  void awaitRecord() throws Exception {
    awaitMoreThan(AppendChild.READY.length() + 1);
  }

  private void awaitMoreThan(long size) throws Exception {
    while (Files.size(out) <= size) {
      if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(process + " has ended");
      }
    }
  }

  /** Gives it a line to read. */
  void tell(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  /** Whether it ends within that time. */
  boolean endsWithin(long micros) throws InterruptedException {
    return process.waitFor(micros, TimeUnit.MICROSECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The same, until what it has started has noticed that. */
  void killAndAwaitWorkers() {
    List<ProcessHandle> workers = process.descendants().toList();
    kill();
    workers.forEach(worker -> worker.onExit().join());
  }

  /** Of each of its threads, the last record that it was told is there. */
  Map<Integer, Integer> acknowledged() throws IOException {
    Map<Integer, Integer> last = new HashMap<>();
    try (Stream<String> lines = Files.lines(out, StandardCharsets.UTF_8)) {
      for (String line : lines.filter(each -> each.matches("\\d+ \\d+")).toList()) {
        int space = line.indexOf(' ');
        last.merge(
            Integer.valueOf(line.substring(0, space)),
            Integer.valueOf(line.substring(space + 1)),
            Math::max);
      }
    }
    return last;
  }

  String said() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.delete(out);
    Files.delete(err);
  }
}
