package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.CopyOptions;
import dev.haul.Durability;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.MoveOptions;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.task.CopyJob.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two directories, {@code source} and {@code target}, and one who works from the one to the other.
 */
abstract class TaskFixture {
  /** A time that every file system can hold. */
  static final Instant THEN = Instant.ofEpochSecond(1_234_567_890);

  static final Name ONE = Name.of("one");

  /** Entries that are not all read at once, with {@link #longName}. */
  static final int MANY = 1500;

  @TempDir Path disk;
  final OneWorker worker = new OneWorker();
  Path source = Path.of("");
  Path target = Path.of("");
  DirectoryRef from = DirectoryRef.root(root(Path.of("none")), new FileIdentity(0, 1));
  DirectoryRef to = from;

  @BeforeEach
  void makeDirectories() throws IOException {
    source = Files.createDirectory(disk.resolve("source"));
    target = Files.createDirectory(disk.resolve("target"));
    from = refTo(source);
    to = refTo(target);
  }

  @AfterEach
  void closeDirectories() {
    worker.close();
  }

  private static Root root(Path path) {
    Location location = Location.of(path);
    return new Root(1, location, Roots.kindFor(List.of(location)));
  }

  final DirectoryRef refTo(Path directory) throws IOException {
    try (Lease lease = worker.directories().adopt(Roots.open(root(directory)))) {
      return lease.directory().ref();
    }
  }

  static CopyJob job(CopyOptions.Builder options) {
    return new CopyJob(1, 1, 1, true, options.build(), Purpose.COPY);
  }

  static MoveJob moveJob(MoveOptions options) {
    CopyJob job = new CopyJob(1, 1, 1, true, options.copyOptions(Durability.NONE), Purpose.MOVE);
    return new MoveJob(2, true, options, job, job, job, job);
  }

  static Path write(Path file, String content, Instant time) throws IOException {
    Files.writeString(file, content);
    setTime(file, time);
    return file;
  }

  static void setTime(Path path, Instant time) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(time), null, null);
  }

  static String longName(int number) {
    return "%0200d".formatted(number);
  }

  static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  static FileStat stat(Path path) throws IOException {
    Location location = Location.of(path);
    Root parent = new Root(1, location.parent(), Roots.kindFor(List.of(location)));
    try (Directory opened = Roots.open(parent)) {
      return opened.stat(Objects.requireNonNull(location.name()));
    }
  }

  static void makeFifo(Path path) throws IOException, InterruptedException {
    makeSpecial(path, "p");
  }

  /**
   * @param kind what {@code mknod} calls it
   */
  static void makeSpecial(Path path, String... kind) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mknod", path.toString()));
    command.addAll(List.of(kind));
    assumeTrue(run(command) == 0, "needs mknod, for devices as root");
    // To Java, it would have to be opened.
    String time = "--date=@" + THEN.getEpochSecond();
    assertThat(run(List.of("touch", "--no-dereference", time, path.toString()))).isZero();
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Until what is changed now is newer than all that was changed before, by the files' clock. */
  static Instant awaitTick() {
    Instant before = Roots.clock();
    Instant now = before;
    while (!now.isAfter(before)) {
      Thread.onSpinWait();
      now = Roots.clock();
    }
    return now;
  }

  static void writeNow(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final LostAttempts lostSince(Instant begun) {
    return new LostAttempts(begun, Set.of(), List.of(), 1);
  }

  static void assertFailed(TaskReport report, Failure.Kind kind, String reason) {
    assertThat(report.failures()).extracting(Failure::kind).containsExactly(kind);
    assertThat(report.failures().getFirst().reason()).contains(reason);
  }
}
