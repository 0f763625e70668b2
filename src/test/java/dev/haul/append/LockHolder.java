package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Location;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Another program that holds a lock until it is closed. */
final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(ProcessBuilder builder) throws IOException {
    this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the lock was not to be had");
    }
  }

  static LockHolder flock(Path file) throws IOException {
    return new LockHolder(
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo; read x || true"));
  }

  /** As Python programs and many daemons lock. */
  static LockHolder posix(Path file) throws IOException {
    String script =
        "import fcntl,sys; f=open(sys.argv[1],'a'); fcntl.lockf(f,fcntl.LOCK_EX);"
            + " print(flush=True); sys.stdin.read()";
    return new LockHolder(new ProcessBuilder("python3", "-c", script, file.toString()));
  }

  static LockHolder fileChannel(Path file) throws IOException {
    return new LockHolder(new ProcessBuilder(java(file, "channel")));
  }

  static LockHolder haul(Path file, Path state) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(java(file, "haul"));
    builder.environment().put("XDG_STATE_HOME", state.toString());
    return new LockHolder(builder);
  }

  /** A program that fails if the lock is not to be had within so many milliseconds. */
  static String[] haulCommand(Path file, String patience) {
    return java(file, patience);
  }

  private static String[] java(Path file, String how) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      System.getProperty("java.class.path"),
      LockHolder.class.getName(),
      file.toString(),
      how
    };
  }

  public static void main(String[] words) throws Exception {
    Path file = Path.of(words[0]);
    switch (words[1]) {
      case "channel" -> {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            var _ = channel.lock()) {
          hold();
        }
      }
      case "haul" -> {
        try (TargetFile target =
            new TargetFile(Location.of(file), AppendOptions.defaults(), null)) {
          target.acquire();
          hold();
        }
      }
      default -> {
        Duration patience = Duration.ofMillis(Long.parseLong(words[1]));
        AppendOptions options = AppendOptions.defaults().withLockTimeout(patience);
        try (TargetFile target = new TargetFile(Location.of(file), options, null)) {
          target.acquire();
        }
      }
    }
  }

  static void awaitWaiterForFlock(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    while (Files.readAllLines(Path.of("/proc/locks")).stream()
        .noneMatch(line -> line.contains("-> FLOCK") && line.contains(inode))) {
      Thread.onSpinWait();
    }
  }

  private static void hold() throws IOException {
    System.out.println();
    System.out.flush();
    while (System.in.read() >= 0) {}
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
