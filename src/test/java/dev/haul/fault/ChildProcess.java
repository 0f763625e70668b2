package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program that does not outlive its test, with the fault library in front of libc if asked. */
final class ChildProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;
  private final Path out;
  private final Path err;

  /**
   * Which fault at which call that changes something below a directory.
   *
   * @param only the name of the only calls that count; empty for all
   * @param without a call that only seems to be done; empty for none
   */
  record Fault(Path directory, String kind, String only, long call, String without) {
    Fault(Path directory, String kind, String only, long call) {
      this(directory, kind, only, call, "");
    }

    Fault(Path directory, String kind, long call) {
      this(directory, kind, "", call);
    }

    /** None: the calls are counted. */
    static Fault none(Path directory) {
      return new Fault(directory, "kill", 0);
    }

    void putInto(Map<String, String> environment) {
      environment.put("HAUL_FAULT_DIR", directory.toString());
      environment.put("HAUL_FAULT_KIND", kind);
      environment.put("HAUL_FAULT_ONLY", only);
      environment.put("HAUL_FAULT_AT", Long.toString(call));
      environment.put("HAUL_FAULT_WITHOUT", without);
    }
  }

  private ChildProcess(Process process, Path log, Path out, Path err) {
    this.process = process;
    this.log = log;
    this.out = out;
    this.err = err;
  }

  static ChildProcess haul(Fault fault, String... words) throws Exception {
    return start(fault, Stream.concat(Stream.of(Shell.HAUL), Stream.of(words)).toList());
  }

  static ChildProcess start(Fault fault, List<String> command) throws Exception {
    Path library = CSource.library("fault");
    return start(
        command,
        environment -> {
          environment.put("LD_PRELOAD", library.toString());
          fault.putInto(environment);
        });
  }

  static ChildProcess plain(String... command) throws IOException {
    return start(List.of(command), _ -> {});
  }

  private static ChildProcess start(List<String> command, Consumer<Map<String, String>> environment)
      throws IOException {
    Path log = Files.createTempFile("haul", ".log");
    Path out = Files.createTempFile("haul", ".out");
    Path err = Files.createTempFile("haul", ".err");
    ProcessBuilder builder = new Shell(Path.of("/")).builder(Shell.interruptible(command));
    builder.environment().put("HAUL_FAULT_LOG", log.toString());
    environment.accept(builder.environment());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new ChildProcess(builder.start(), log, out, err);
  }

  /** What came of it; who does not end within the time that it has is hanging. */
  Outcome await() throws Exception {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(this + " ends").isTrue();
    return new Outcome(process.exitValue(), Shell.read(out), Shell.read(err));
  }

  boolean endsWithin(long time, TimeUnit unit) throws Exception {
    return process.waitFor(time, unit);
  }

  /** The processes it has started, as long as they live. */
  List<ProcessHandle> workers() {
    return process.children().toList();
  }

  /** Nobody tells when the condition holds, so that it has to be looked at. */
  void awaitThat(String what, BooleanSupplier condition) throws Exception {
    for (int i = 0; i < PATIENCE_SECONDS * 100 && !condition.getAsBoolean(); i++) {
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    assertThat(condition.getAsBoolean()).as(what + ", " + this).isTrue();
  }

  void awaitFault() throws Exception {
    awaitThat("fault delivered", () -> !faults().isEmpty());
  }

  /** Until all its threads stand still. */
  void awaitStop() throws Exception {
    awaitFault();
    awaitThat("stopped", () -> state().startsWith("T"));
  }

  /** Whether it is stopped by its fault, and did not end before. */
  boolean isStopped() throws Exception {
    awaitThat("fault delivered or ended", () -> !faults().isEmpty() || !isRunning());
    if (faults().isEmpty()) {
      return false;
    }
    awaitStop();
    return true;
  }

  /** The function of the kernel that it waits in. */
  String waitsIn() {
    return read(Path.of("/proc/" + process.pid() + "/wchan"));
  }

  /** Whether a process does anything: not one that has ended and of which nobody took note. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && !state(process.pid()).startsWith("Z");
  }

  private String state() {
    return state(process.pid());
  }

  private static String state(long process) {
    String stat = read(Path.of("/proc/" + process + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2);
  }

  /** The call that got each fault, and its number; or how many calls there were. */
  List<String> faults() {
    return read(log).lines().toList();
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Shell.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  void signal(String name) throws Exception {
    signal(process.toHandle(), name);
  }

  static void signal(ProcessHandle process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Ends it and what it started, if that has not happened, also when it is stopped. */
  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    for (Path each : List.of(log, out, err)) {
      Files.delete(each);
    }
  }

  @Override
  public String toString() {
    return "process " + process.pid() + ": " + faults() + err();
  }
}
