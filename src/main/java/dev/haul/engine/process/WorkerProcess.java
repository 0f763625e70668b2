package dev.haul.engine.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker JVM and the connection to it; used by one thread, but for {@link #kill}. */
final class WorkerProcess {
  private static final int LAST_WORDS = 4096;
  private static final long LEAVE_SECONDS = 2;
  private static final int SIGNALLED = 128;
  private static final int KILLED = SIGNALLED + 9;
  private static final int TERMINATED = SIGNALLED + 15;

  private final Process process;
  private final MessageCodec codec = new MessageCodec();
  private final Frames.Writer out;
  private final Frames.Reader in;
  private final Thread log;
  private String words = "";
  private String run = "";
  private volatile @Nullable String reason;

  private WorkerProcess(Process process, int number) {
    this.process = process;
    this.out = new Frames.Writer(process.getOutputStream());
    this.in = new Frames.Reader(process.getInputStream());
    this.log =
        Thread.ofPlatform()
            .daemon()
            .name("haul-worker-" + number + "-log")
            .start(() -> listenTo(process.getErrorStream()));
  }

  /** Starts one; it is ready when {@link #greet} returns. */
  static WorkerProcess start(int number) throws IOException {
    return start(number, command());
  }

  static WorkerProcess start(int number, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // They would change a JVM that is not the user's concern, and write to its output.
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    Process process = start(builder);
    try {
      return new WorkerProcess(process, number);
    } catch (OutOfMemoryError e) {
      process.destroyForcibly();
      throw new IOException("the system gives no more threads", e);
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      // Behind the first line the JDK guesses at reasons.
      String message = Objects.requireNonNullElse(e.getMessage(), "no reason is given");
      throw new IOException(message.lines().findFirst().orElse(message).strip(), e);
    } catch (OutOfMemoryError e) {
      throw new IOException("the system gives no more threads", e);
    }
  }

  // The flags are those of the launcher.
  private static List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of(
            "-Xmn8m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,dev.haul.*::*,0.1",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ErrorFileToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:disable"));
    Path archive = Path.of(System.getProperty("java.home")).resolveSibling("lib/haul.jsa");
    if (isOfRuntime() && Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    String own = System.getenv("HAUL_JAVA_OPTIONS");
    if (own != null && !own.isBlank()) {
      command.addAll(List.of(own.strip().split("\\s+")));
    }
    // What they log goes anywhere but there: standard output is the connection.
    command.removeIf(word -> word.startsWith("-verbose") || word.equals("--show-version"));
    command.add("-Xlog:all=off:stdout");
    command.addAll(isOfRuntime() ? mainOfModule() : mainOfClassPath());
    return command;
  }

  /** Whether haul is a part of the runtime that it runs in, as in its image. */
  private static boolean isOfRuntime() {
    CodeSource source = Worker.class.getProtectionDomain().getCodeSource();
    return source != null && source.getLocation().getProtocol().equals("jrt");
  }

  private static List<String> mainOfModule() {
    String module = Worker.class.getModule().getName();
    return List.of("--enable-native-access=" + module, "-m", module + "/" + Worker.class.getName());
  }

  private static List<String> mainOfClassPath() throws IOException {
    return List.of("--enable-native-access=ALL-UNNAMED", "-cp", code(), Worker.class.getName());
  }

  // What is on the class path comes from there.
  private static String code() throws IOException {
    Class<?> own = Worker.class;
    String classPath = System.getProperty("java.class.path", "");
    boolean isOnClassPath =
        ClassLoader.getSystemClassLoader().equals(own.getClassLoader())
            && !own.getModule().isNamed();
    return isOnClassPath && !classPath.isEmpty() ? classPath : codeSource(own).toString();
  }

  private static Path codeSource(Class<?> own) throws IOException {
    CodeSource source = own.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("haul's own classes are in no file that a worker could start from");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("workers cannot start from " + source.getLocation(), e);
    }
  }

  /** Waits until it says that it is ready. */
  void greet() throws IOException {
    if (!(receive() instanceof Message.Hello hello)) {
      throw new ProtocolException("something else than a greeting");
    }
    if (hello.version() != Worker.VERSION) {
      throw new ProtocolException("a worker of version " + hello.version());
    }
    run = hello.run();
  }

  /** The {@link dev.haul.fs.TemporaryName#run} of the worker. */
  String run() {
    return run;
  }

  int knownJobs() {
    return codec.knownJobs();
  }

  void send(Message message) throws IOException {
    out.write(codec.encode(message));
  }

  /**
   * Waits for its next message.
   *
   * @throws EOFException if it has ended
   */
  Message receive() throws IOException {
    byte[] frame = in.read();
    if (frame == null) {
      throw new EOFException("its output has ended");
    }
    return codec.decode(frame);
  }

  /** Lets it end when it has nothing more to do. */
  void dismiss() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
        destroy();
      }
    } catch (IOException e) {
      destroy();
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once, for that reason. */
  void kill(String why) {
    reason = why;
    destroy();
  }

  // Not by Process.destroyForcibly, which closes the streams too: its last words would be lost.
  private void destroy() {
    process.toHandle().destroyForcibly();
  }

  /** How it ended; {@code found} is what was noticed of that. If it has not, it does now. */
  WorkerEnd end(IOException found) {
    if (found instanceof ProtocolException) {
      kill("sent something that makes no sense: " + found.getMessage());
    }
    boolean ended = hasEnded();
    String why = reason;
    int exit = ended ? process.exitValue() : 0;
    boolean killed = why == null && isSignal(exit);
    if (why == null) {
      why = ended ? exitWords(exit) : "does not answer: " + found.getMessage();
    }
    destroy();
    String last = lastWords();
    return new WorkerEnd(last.isEmpty() ? why : why + ", its last words: " + last, killed);
  }

  private static String exitWords(int exit) {
    return isSignal(exit)
        ? "was killed by signal " + (exit - SIGNALLED)
        : "ended with exit code " + exit;
  }

  private static boolean isSignal(int exit) {
    return exit == KILLED || exit == TERMINATED;
  }

  private boolean hasEnded() {
    try {
      return process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private String lastWords() {
    try {
      log.join(TimeUnit.SECONDS.toMillis(LEAVE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return words.strip();
    }
  }

  private void listenTo(InputStream errors) {
    byte[] buffer = new byte[LAST_WORDS];
    try (errors) {
      for (int length = errors.read(buffer); length >= 0; length = errors.read(buffer)) {
        remember(new String(Arrays.copyOf(buffer, length), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // It has no more to say.
    }
  }

  private synchronized void remember(String more) {
    String all = words + more;
    words = all.substring(Math.max(0, all.length() - LAST_WORDS));
  }
}
