package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Locking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records appended by the threads of one process. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AppenderTest {
  @TempDir private Path directory;
  private Path target;
  private Intents intents;

  @BeforeEach
  void places() {
    target = directory.resolve("log");
    intents = new Intents(directory.resolve("state/haul/append"));
  }

  private Appender open(AppendOptions options) throws IOException {
    return Appender.open(Location.of(target), options, intents);
  }

  private Appender open() throws IOException {
    return open(AppendOptions.defaults());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Locking.class)
  void record_isAddedToWhatIsThere(Locking locking) throws IOException {
    Files.writeString(target, "old\n");
    try (Appender appender = open(AppendOptions.defaults().withLocking(locking))) {
      appender.append(bytes("new\n"));
      assertThat(target).hasContent("old\nnew\n");
      appender.append(bytes("newer\n"));
    }
    assertThat(target).hasContent("old\nnew\nnewer\n");
  }

  @Test
  void manyThreads_loseNothing_andKeepTheirOrder() throws Exception {
    try (Appender appender = open()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int writer = i;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int each = 0; each < 2000; each++) {
                      appender.append(Records.make(writer, each, each % 300));
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Records.Content content = Records.read(target);
    assertThat(content.torn()).isEmpty();
    assertThat(content.sequences()).hasSize(8);
    assertThat(content.disorder(2000)).isEmpty();
  }

  @Test
  void batch_staysTogether() throws Exception {
    try (Appender appender = open();
        Appender another = open()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int writer = i;
        Appender mine = i % 2 == 0 ? appender : another;
        threads.add(Thread.ofPlatform().start(() -> writeBatches(mine, writer)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    String text = Files.readString(target);
    assertThat(text).hasSize(6 * 200 * 5);
    assertThat(text).matches("((0{5})|(1{5})|(2{5})|(3{5})|(4{5})|(5{5}))*+");
  }

  private static void writeBatches(Appender appender, int writer) {
    try {
      for (int each = 0; each < 200; each++) {
        RecordBatch batch = new RecordBatch();
        for (int i = 0; i < 5; i++) {
          batch.add(bytes("" + writer));
        }
        appender.append(batch);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void futures_completeWhenTheirRecordIsThere() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    try (Appender appender = open()) {
      for (int i = 0; i < 5000; i++) {
        all.add(appender.submit(Records.make(0, i, 20)));
      }
      all.getLast().join();
      assertThat(Records.read(target).count()).isEqualTo(5000);
      assertThat(all).allMatch(CompletableFuture::isDone);
    }
    assertThat(Records.read(target).disorder(5000)).isEmpty();
  }

  @Test
  void close_waitsForWhatWasSubmitted() throws Exception {
    Appender appender = open();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(appender.submit(Records.make(0, i, 1000)));
    }
    appender.close();
    assertThat(all).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
    assertThat(Records.read(target).disorder(1000)).isEmpty();
    assertThatThrownBy(() -> appender.append(bytes("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> appender.submit(bytes("late")))
        .isInstanceOf(IllegalStateException.class);
    appender.close();
  }

  @Test
  void close_waitsForWhatRunsWhenAFutureCompletes() throws Exception {
    Appender appender = open();
    LockHolder holder = LockHolder.flock(target);
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Thread> closer = new CompletableFuture<>();
    CompletableFuture<Thread.State> seen =
        appender
            .submit(bytes("1"))
            .thenApply(_ -> {
              begun.complete(null);
              return waitedOrEnded(closer.join());
            });
    holder.close();
    begun.join();
    closer.complete(
        Thread.ofPlatform()
            .start(() -> {
              try {
                appender.close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }));
    assertThat(seen.join()).isNotEqualTo(Thread.State.TERMINATED);
    closer.join().join();
    assertThat(target).hasContent("1");
  }

  private static Thread.State waitedOrEnded(Thread thread) {
    Thread.State state = thread.getState();
    while (state != Thread.State.TIMED_WAITING && state != Thread.State.TERMINATED) {
      Thread.onSpinWait();
      state = thread.getState();
    }
    return state;
  }

  @Test
  void futureThatCompletes_mayLeadToMore_andToTheEnd() throws Exception {
    Appender appender = open();
    LockHolder holder = LockHolder.flock(target);
    CompletableFuture<Void> chain =
        appender.submit(bytes("1")).thenAccept(_ -> appendAndClose(appender));
    holder.close();
    chain.join();
    assertThat(target).hasContent("12");
  }

  @Test
  void futureThatFails_mayLeadToMore() throws Exception {
    try (Appender appender = open()) {
      CompletableFuture<Void> chain =
          appender.submit(new byte[Intent.LARGEST + 1]).exceptionally(_ -> null);
      chain.thenAccept(_ -> appendAndClose(appender)).join();
    }
    assertThat(target).hasContent("2");
  }

  private static void appendAndClose(Appender appender) {
    try {
      appender.append(bytes("2"));
      assertThat(appender.notes()).isEmpty();
      appender.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closedAppender_saysSo_andStillHasItsNotes() throws IOException {
    Appender appender = open();
    appender.append(new byte[0]);
    appender.submit(new byte[0]).join();
    appender.close();
    assertThatThrownBy(appender::recover).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> appender.append(new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(appender.notes()).isEmpty();
    assertThat(Files.size(target)).isZero();
  }

  @Test
  void interruptedThread_writesAllTheSame_andStaysInterrupted() throws Exception {
    try (Appender appender = open()) {
      Thread.currentThread().interrupt();
      appender.append(bytes("a\n"));
      assertThat(Thread.interrupted()).isTrue();
      appender.append(bytes("b\n"));
    }
    assertThat(target).hasContent("a\nb\n");
  }

  @Test
  void fileThatWasRenamedAway_getsNoMore_theNewOneDoes() throws IOException {
    Path old = directory.resolve("log.1");
    try (Appender appender = open()) {
      appender.append(bytes("1\n"));
      Files.move(target, old);
      appender.append(bytes("2\n"));
      Files.move(target, directory.resolve("log.2"));
      Files.writeString(target, "made by another\n");
      appender.append(bytes("3\n"));
    }
    assertThat(old).hasContent("1\n");
    assertThat(directory.resolve("log.2")).hasContent("2\n");
    assertThat(target).hasContent("made by another\n3\n");
  }

  @Test
  void linkToTheFile_isFollowed_alsoWhenItLeadsElsewhereLater() throws IOException {
    Path first = directory.resolve("first");
    Path second = Files.createDirectory(directory.resolve("d")).resolve("second");
    Files.createSymbolicLink(target, Path.of("first"));
    try (Appender appender = open()) {
      appender.append(bytes("1\n"));
      Files.delete(target);
      Files.createSymbolicLink(target, Path.of("d/second"));
      appender.append(bytes("2\n"));
    }
    assertThat(first).hasContent("1\n");
    assertThat(second).hasContent("2\n");
  }

  @Test
  void circleOfLinks_isAnError() throws IOException {
    Files.createSymbolicLink(target, Path.of("log"));
    assertThatThrownBy(this::open).isInstanceOf(FileSystemException.class);
  }

  @Test
  void missingFile_isAnError_whenNoneIsToBeMade() throws IOException {
    AppendOptions options = AppendOptions.defaults().withoutCreating();
    assertThatThrownBy(() -> open(options)).isInstanceOf(NoSuchFileException.class);
    Files.createFile(target);
    try (Appender appender = open(options)) {
      Files.delete(target);
      assertThatThrownBy(() -> appender.append(bytes("x"))).isInstanceOf(NoSuchFileException.class);
      Files.createFile(target);
      appender.append(bytes("y"));
    }
    assertThat(target).hasContent("y");
  }

  @Test
  void mode_isThatOfAFileThatIsMade() throws IOException {
    open(AppendOptions.defaults().withMode(0620)).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw--w----");
    open(AppendOptions.defaults().withMode(0600)).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw--w----");
  }

  @Test
  void directoryAndFifo_areNotAppendedTo() throws Exception {
    Files.createDirectory(target);
    assertThatThrownBy(this::open).hasMessageContaining("nothing that can be appended to");
    Files.delete(target);
    new ProcessBuilder("mkfifo", target.toString()).start().waitFor();
    assertThatThrownBy(this::open).hasMessageContaining("nothing that can be appended to");
  }

  @Test
  void lockThatSomebodyHas_isWaitedFor_noLongerThanAskedFor() throws IOException {
    AppendOptions impatient = AppendOptions.defaults().withLockTimeout(Duration.ofMillis(30));
    try (Appender appender = open(impatient)) {
      LockHolder holder = LockHolder.flock(target);
      assertThatThrownBy(() -> appender.append(bytes("x")))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("30 ms");
      assertThatThrownBy(() -> open(impatient)).isInstanceOf(LockTimeoutException.class);
      assertThat(Files.size(target)).isZero();
      holder.close();
      appender.append(bytes("y"));
    }
    assertThat(target).hasContent("y");
  }

  @Test
  void patience_ofMoreNanosecondsThanCanBeCounted_isPatience() throws IOException {
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    try (Appender appender = open(AppendOptions.defaults().withLockTimeout(ages))) {
      appender.append(bytes("x"));
    }
    assertThat(target).hasContent("x");
  }

  @Test
  void recordThatIsTooLarge_isRefused_andNothingElseIsHurt() throws IOException {
    try (Appender appender = open()) {
      assertThatThrownBy(() -> appender.append(new byte[Intent.LARGEST + 1]))
          .hasMessageContaining("at most " + Intent.LARGEST);
      assertThat(appender.submit(new byte[Intent.LARGEST + 1])).isCompletedExceptionally();
      appender.append(new byte[Intent.LARGEST]);
    }
    assertThat(Files.size(target)).isEqualTo(Intent.LARGEST);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void durability_isObtained(Durability durability) throws IOException {
    try (Appender appender = open(AppendOptions.defaults().withDurability(durability))) {
      appender.append(bytes("x"));
    }
    assertThat(target).hasContent("x");
  }

  @Test
  void intents_goWithTheLastWriter() throws IOException {
    Path state = directory.resolve("state/haul/append");
    Appender first = open();
    Appender second = open();
    first.append(bytes("1"));
    second.append(bytes("2"));
    assertThat(state).isNotEmptyDirectory();
    first.close();
    second.append(bytes("3"));
    second.close();
    assertThat(state).isEmptyDirectory();
    assertThat(target).hasContent("123");
  }

  @Test
  void placeOfIntents_thatOthersMayWrite_isNotBelieved_andThatIsSaid() throws IOException {
    Path state = Files.createDirectories(directory.resolve("state/haul/append"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (Appender appender = open()) {
      appender.append(bytes("x"));
      assertThat(appender.notes()).singleElement().asString().contains("belongs to others too");
      assertThatThrownBy(appender::recover)
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("belongs to others too");
    }
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void otherFileSystem_isLockedBesideIt_whichIsSaid() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path log = memory.getPath("/work/log");
      try (Appender appender = Appender.open(log, AppendOptions.defaults())) {
        appender.append(bytes("a\n"));
        appender.submit(bytes("b\n")).join();
        Thread.currentThread().interrupt();
        assertThat(appender.recover()).isEqualTo(Recovery.NOTHING);
        appender.append(bytes("c\n"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(appender.notes()).anyMatch(note -> note.contains("a file beside it"));
      }
      assertThat(Files.readString(log)).isEqualTo("a\nb\nc\n");
      AppendOptions asked = AppendOptions.defaults().withLocking(Locking.OFD);
      assertThatThrownBy(() -> Appender.open(log, asked))
          .hasMessageContaining("only be locked by a file beside it");
    }
  }
}
