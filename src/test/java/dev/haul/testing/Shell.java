package dev.haul.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs programs in one directory as people do, haul's image among them. */
public final class Shell {
  /** The image. */
  public static final Path DIST = Path.of(Objects.requireNonNull(System.getProperty("haul.dist")));

  /** The command in it. */
  public static final String HAUL = DIST.resolve("bin/haul").toString();

  /** Long enough for the counts on demand; who needs it is hanging. */
  private static final long PATIENCE_MINUTES = 15;

  private final Path directory;

  public Shell(Path directory) {
    this.directory = directory;
  }

  /** What came of a process; its output a character a byte. */
  public record Outcome(int code, String out, String err) {
    /** What it printed, once it has ended well. */
    public String expectSuccess() {
      if (code != 0) {
        throw new AssertionError("exit code " + code + ": " + err + out);
      }
      return out;
    }
  }

  /** Skips the test when one of these programs is not installed. */
  public static void needs(String... programs) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String program : programs) {
      boolean found = false;
      for (String directory : path.split(":", -1)) {
        found |= new File(directory, program).canExecute();
      }
      assumeTrue(found, "needs " + program);
    }
  }

  /** Skips the test when its user is not root. */
  public static void needsRoot() throws IOException {
    assumeTrue(
        Objects.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), 0), "needs root");
  }

  /** Runs a shell script in which {@code $H} is haul; stops at the first command that fails. */
  public Outcome sh(String script, String... parameters) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    command.addAll(List.of(parameters));
    return run(command);
  }

  public Outcome haul(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(HAUL));
    command.addAll(List.of(words));
    return run(command);
  }

  public Outcome run(List<String> command) throws IOException {
    Path out = Files.createTempFile("haul", ".out");
    Path err = Files.createTempFile("haul", ".err");
    try {
      Process process =
          builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      awaitEnd(process, command);
      return new Outcome(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static void awaitEnd(Process process, List<String> command) throws IOException {
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("still running: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while running " + command);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The same command, which SIGINT ends also where a shell has started the tests with {@code &}.
   */
  public static List<String> interruptible(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal=INT"));
    whole.addAll(command);
    return whole;
  }

  /** A process in the directory, which knows neither the settings nor the home of its caller. */
  public ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HAUL_"));
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    builder.environment().put("H", HAUL);
    builder.environment().put("HOME", directory.resolve("home").toString());
    return builder;
  }

  public static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
