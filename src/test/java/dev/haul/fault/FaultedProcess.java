package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A program with the fault library in front of libc; does not outlive the test. */
final class FaultedProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;
  private final Path out;
  private final Path err;

  /** Which fault at which call that changes something below a directory. */
  record Fault(Path directory, String kind, long call) {
    /** None: the calls are counted. */
    static Fault none(Path directory) {
      return new Fault(directory, "kill", 0);
    }
  }

  private FaultedProcess(Process process, Path log, Path out, Path err) {
    this.process = process;
    this.log = log;
    this.out = out;
    this.err = err;
  }

  static FaultedProcess haul(Fault fault, String... words) throws Exception {
    return start(fault, Stream.concat(Stream.of(Shell.HAUL), Stream.of(words)).toList());
  }

  static FaultedProcess start(Fault fault, List<String> command) throws Exception {
    Path log = Files.createTempFile("haul", ".log");
    Path out = Files.createTempFile("haul", ".out");
    Path err = Files.createTempFile("haul", ".err");
    ProcessBuilder builder = new Shell(Path.of("/")).builder(command);
    builder.environment().put("LD_PRELOAD", CSource.library("fault").toString());
    builder.environment().put("HAUL_FAULT_DIR", fault.directory().toString());
    builder.environment().put("HAUL_FAULT_KIND", fault.kind());
    builder.environment().put("HAUL_FAULT_AT", Long.toString(fault.call()));
    builder.environment().put("HAUL_FAULT_LOG", log.toString());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new FaultedProcess(builder.start(), log, out, err);
  }

  /** What came of it; who does not end within the time that it has is hanging. */
  Outcome await() throws Exception {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(this + " ends").isTrue();
    return new Outcome(process.exitValue(), Shell.read(out), Shell.read(err));
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

  private String state() {
    String stat = read(Path.of("/proc/" + process.pid() + "/stat"));
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
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Ends it if that has not happened, also when it is stopped. */
  @Override
  public void close() throws IOException {
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
