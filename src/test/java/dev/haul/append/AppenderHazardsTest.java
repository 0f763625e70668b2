package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.Request.Sequence;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What once went wrong, or would: writers that die, fail or wait at an unlucky moment. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AppenderHazardsTest {
  private static final AppendOptions IMPATIENT =
      AppendOptions.defaults().withLockTimeout(Duration.ofMillis(50));

  @TempDir private Path directory;
  private Path target;
  private Path state;

  @BeforeEach
  void places() {
    target = directory.resolve("log");
    state = directory.resolve("state");
  }

  private Appender open(AppendOptions options) throws IOException {
    return Appender.open(Location.of(target), options, new Intents(state));
  }

  private Appender open() throws IOException {
    return open(AppendOptions.defaults());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path onlyIntent() throws IOException {
    try (Stream<Path> all = Files.list(state)) {
      return all.toList().getFirst();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> start(Action action) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void writerKilledWhileItRemovesItsIntent_isInNobodysWay() throws Exception {
    Appender dying = open();
    try (FileChannel intent = FileChannel.open(onlyIntent(), StandardOpenOption.WRITE)) {
      intent.write(ByteBuffer.wrap(new byte[] {1}), 4);
    }
    dying.close();
    try (Appender next = open()) {
      next.append(bytes("x"));
    }
    assertThat(target).hasContent("x");
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void intentThatCannotBeRemoved_leavesNoLock() throws Exception {
    Appender first = open();
    Path intent = onlyIntent();
    Files.delete(intent);
    Files.createDirectories(intent.resolve("x"));
    try {
      first.close();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(FileSystemException.class);
    }
    Appender.open(Location.of(target), IMPATIENT, null).close();
  }

  @Test
  void bufferThatOnlyItsThreadMayRead_failsNobodyElse() throws Exception {
    try (Appender appender = open()) {
      LockHolder holder = LockHolder.flock(target);
      CompletableFuture<Void> writer = start(() -> appender.append(bytes("1")));
      LockHolder.awaitWaiterForFlock(target);
      CompletableFuture<Void> confined =
          start(() -> {
            try (Arena arena = Arena.ofConfined()) {
              appender.append(arena.allocate(10).asByteBuffer(), 1);
            }
          });
      CompletableFuture<Void> future = null;
      for (int i = 0; i < 3; i++) {
        future = appender.submit(bytes("2"));
      }
      holder.close();
      assertThat(writer).succeedsWithin(Duration.ofSeconds(3));
      assertThat(future).succeedsWithin(Duration.ofSeconds(3));
      confined.handle((_, _) -> null).get(3, TimeUnit.SECONDS);
    }
  }

  @Test
  void interruptedThread_thatFindsANewFile_hasAnIntentToo() throws Exception {
    try (Appender appender = open()) {
      Files.move(target, directory.resolve("old"));
      Thread.currentThread().interrupt();
      appender.append(bytes("x"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(appender.notes()).isEmpty();
    }
  }

  @Test
  void intentsOfRotatedFiles_go() throws Exception {
    try (Appender appender = open()) {
      for (int i = 0; i < 3; i++) {
        appender.append(bytes("x"));
        Files.move(target, directory.resolve("old" + i));
      }
    }
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void failureToOpen_leavesNoDescriptors() throws Exception {
    Location tooLong = Location.of(directory.resolve("x".repeat(300)));
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> Appender.open(tooLong, IMPATIENT, null))
          .isInstanceOf(IOException.class);
    }
    assertThat(descriptors()).isLessThan(before + 40);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void whoeverTakesTheOtherLockFirst_isNotWaitedForWithOursHeld() throws Exception {
    Files.createFile(target);
    String script =
        "import fcntl,sys; f=open(sys.argv[1],'a'); fcntl.lockf(f,fcntl.LOCK_EX);"
            + " print(flush=True); sys.stdin.read(1); fcntl.flock(f,fcntl.LOCK_EX)";
    Process other = new ProcessBuilder("python3", "-c", script, target.toString()).start();
    assertThat(other.getInputStream().read()).isPositive();
    CompletableFuture<Void> ours = start(() -> open().close());
    String inode = ":" + Files.getAttribute(target, "unix:ino") + " ";
    while (Files.readAllLines(Path.of("/proc/locks")).stream()
        .noneMatch(line -> line.contains("-> OFDLCK") && line.contains(inode))) {
      Thread.onSpinWait();
    }
    try (PrintStream go = new PrintStream(other.getOutputStream())) {
      go.print("x");
    }
    boolean ended = other.waitFor(3, TimeUnit.SECONDS);
    other.destroyForcibly();
    assertThat(ended).isTrue();
    ours.get(3, TimeUnit.SECONDS);
  }

  @Test
  void directoryThatWasMadeAnew_isFound_alsoWhenNothingIsToBeMade() throws Exception {
    Path logs = Files.createDirectory(directory.resolve("logs"));
    target = Files.createFile(logs.resolve("log"));
    try (Appender appender = open(AppendOptions.defaults().withoutCreating())) {
      Files.delete(target);
      Files.delete(logs);
      assertThatThrownBy(() -> appender.append(bytes("x"))).isInstanceOf(IOException.class);
      Files.createDirectory(logs);
      Files.createFile(target);
      appender.append(bytes("y"));
    }
    assertThat(target).hasContent("y");
  }

  /** Else writing to it as memory would fail on a full file system, and kill threads. */
  @Test
  void intent_hasItsRoomFromTheStart() throws Exception {
    try (Appender _ = open()) {
      Process stat = new ProcessBuilder("stat", "-c", "%b", onlyIntent().toString()).start();
      String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Integer.parseInt(blocks.strip()) * 512).isGreaterThanOrEqualTo(Intent.SIZE);
    }
  }

  @Test
  void writerWithAnotherKindOfLock_cutsNothingOfALivingOne() throws Exception {
    byte[] record = new byte[20_000];
    try (TargetFile living = file(Locking.FLOCK);
        TargetFile other = file(Locking.OFD)) {
      living.acquire();
      try (AppendFile file = opened()) {
        Intent intent = intentOfALiving(file);
        set(intent, file.size(), ByteBuffer.allocateDirect(record.length).put(record).flip());
      }
      Files.write(target, new byte[8192], StandardOpenOption.APPEND);
      other.acquire();
      assertThat(Files.size(target)).isEqualTo(8192);
    }
  }

  @Test
  void recovery_findsWhatAWriterWithAnotherKindOfLockHasLeft() throws Exception {
    byte[] record = new byte[20_000];
    for (Locking kind : List.of(Locking.TARGET, Locking.FLOCK, Locking.OFD, Locking.SIDECAR)) {
      Files.writeString(target, "before");
      try (AppendFile file = opened()) {
        Intent intent = new Intents(state).open(file.identity(), file.generation(), kind).own();
        set(intent, file.size(), ByteBuffer.allocateDirect(record.length).put(record).flip());
      }
      Files.write(target, new byte[4096 - 6], StandardOpenOption.APPEND);
      Recovery recovery =
          Appender.recover(Location.of(target), AppendOptions.defaults(), new Intents(state));
      assertThat(recovery.outcome()).isEqualTo(Recovery.Outcome.CUT);
      assertThat(target).hasContent("before");
    }
  }

  @Test
  void recordsBehindOneThatFails_areNotAdded_ifTheyAreOfTheSameSource() throws Exception {
    Sequence source = new Sequence();
    try (Appender appender = open();
        Arena own = Arena.ofConfined()) {
      appender.append(ByteBuffer.wrap(bytes("first\n")), 1, source);
      ByteBuffer unreadable = own.allocate(100).asByteBuffer();
      CompletableFuture<Void> failing = appender.submit(unreadable, 1, source);
      CompletableFuture<Void> behind =
          appender.submit(ByteBuffer.wrap(bytes("behind\n")), 1, source);
      // The twin: what has nothing to do with it is added.
      CompletableFuture<Void> other = appender.submit(ByteBuffer.wrap(bytes("other\n")), 1);
      other.get();
      assertThat(failing).isCompletedExceptionally();
      assertThat(behind).isCompletedExceptionally();
    }
    assertThat(target).hasContent("first\nother\n");
  }

  private static void set(Intent intent, long offset, ByteBuffer batch) {
    intent.set(offset, batch.remaining(), Checksums.of(batch, offset));
  }

  private Intent intentOfALiving(AppendFile file) throws IOException {
    return new Intents(state).open(file.identity(), file.generation(), Locking.FLOCK).own();
  }

  private TargetFile file(Locking locking) throws IOException {
    AppendOptions options = AppendOptions.defaults().withLocking(locking);
    return new TargetFile(Location.of(target), options, new Intents(state));
  }

  private AppendFile opened() throws IOException {
    Root root = new Root(0, Location.of(directory), Roots.kindFor(List.of(Location.of(target))));
    try (Directory place = Roots.open(root)) {
      return place.openForAppend(Name.of("log"), AppendOptions.defaults());
    }
  }
}
