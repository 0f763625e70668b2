package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.CopyOptions;
import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A large file that two threads move. */
final class SharedMoveTest extends TaskFixture {
  private static final int SIZE = (9 << 20) + 12_345;

  private final byte[] content = new byte[SIZE];
  private final List<Long> told = new ArrayList<>();

  @BeforeEach
  void makeLargeFile() throws IOException {
    new Random(11).nextBytes(content);
    Files.write(source.resolve("one"), content);
  }

  private TaskReport copyWith(Helpers helpers) {
    return copyWith(helpers, told::add);
  }

  private TaskReport copyWith(Helpers helpers, TransferMonitor monitor) {
    Mover mover = Mover.inline(2, helpers);
    worker.moveBy((files, targetIsFull) ->
        mover.move(
            files.stream()
                .map(file ->
                    new Mover.Moving(file.transfer(), monitor, file.losses(), file.outcome()))
                .toList(),
            targetIsFull));
    return worker.run(new CopyEntry(job(CopyOptions.builder()), from, ONE, to, ONE, false, true));
  }

  /** Helps in the caller's thread before the caller goes on. */
  private static CompletableFuture<Void> atOnce(Helpers.Help help, BooleanSupplier hasTime) {
    try {
      help.run(hasTime);
      return CompletableFuture.completedFuture(null);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<Void> beside(Helpers.Help help) {
    return CompletableFuture.runAsync(() -> atOnce(help, () -> true).join());
  }

  @Test
  void everyByte_isMovedAndTold() {
    TaskReport report = copyWith(SharedMoveTest::beside);
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().files()).isEqualTo(1);
    assertThat(target.resolve("one")).hasBinaryContent(content);
    assertThat(told.stream().mapToLong(Long::longValue).sum()).isEqualTo(SIZE);
  }

  @Test
  void whoNobodyHelps_movesAll_andAsksAgain() {
    List<Helpers.Help> asked = new ArrayList<>();
    copyWith(help -> {
      asked.add(help);
      return null;
    });
    assertThat(target.resolve("one")).hasBinaryContent(content);
    assertThat(asked).hasSize(2);
  }

  @Test
  void helperWithoutTime_leavesTheRest() {
    AtomicLong questions = new AtomicLong();
    copyWith(help -> atOnce(help, () -> questions.getAndIncrement() < 3));
    assertThat(questions).hasValue(5);
    assertThat(target.resolve("one")).hasBinaryContent(content);
  }

  /** Otherwise one who goes on after a crash would take it for a whole one. */
  @Test
  void targetIsShort_asLongAsPartsAreMissing() throws IOException {
    List<Long> sizes = new ArrayList<>();
    copyWith(help -> {
      CompletableFuture<Void> helper = atOnce(help, () -> sizes.add(sizeOfOnlyFile()));
      sizes.add(sizeOfOnlyFile());
      return helper;
    });
    // All this was before the first part was moved.
    assertThat(sizes).hasSizeGreaterThan(70).allMatch(size -> size < SIZE);
    assertThat(Files.size(target.resolve("one"))).isEqualTo(SIZE);
  }

  private long sizeOfOnlyFile() {
    try {
      return Files.size(target.resolve(namesIn(target).getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void helperThatFails_failsTheFile() throws IOException {
    TaskReport report =
        copyWith(help -> {
          shorten(source.resolve("one"));
          return atOnce(help, () -> true);
        });
    assertFailed(report, Kind.CHANGED, "changed");
    assertThat(namesIn(target)).isEmpty();
  }

  private static void shorten(Path file) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(SharedMove.LEAST / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void helperThatBreaksDown_failsTheFile() throws IOException {
    TaskReport report =
        copyWith(_ -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
    assertThat(report.failures()).extracting(Failure::reason).asString().contains("broken");
    assertThat(namesIn(target)).isEmpty();
  }

  /** Who moves it has the last word, and nobody writes to what is taken back. */
  @Test
  void helper_isWaitedForWhenTheMoveIsStopped() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    AtomicBoolean moveEnded = new AtomicBoolean();
    // Before its part, until somebody depends on its end, or the move is over without.
    BooleanSupplier held =
        () -> {
          begun.complete(null);
          while (end.getNumberOfDependents() == 0 && !moveEnded.get()) {
            Thread.onSpinWait();
          }
          return true;
        };
    List<Thread> helpers = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    TaskReport report =
        copyWith(
            help -> {
              helpers.add(
                  Thread.ofPlatform()
                      .start(() -> {
                        try {
                          atOnce(help, held).join();
                          sizes.add(sizeOfOnlyFile());
                        } finally {
                          end.complete(null);
                        }
                      }));
              begun.join();
              return end;
            },
            _ -> {
              throw new IOException("stopped");
            });
    boolean helperHadEnded = end.isDone();
    moveEnded.set(true);
    for (Thread each : helpers) {
      each.join();
    }
    assertThat(helpers).hasSize(1);
    assertThat(helperHadEnded).isTrue();
    // It has moved its part, and the file was still there.
    assertThat(sizes).hasSize(1);
    assertFailed(report, Kind.OTHER, "stopped");
    assertThat(namesIn(target)).isEmpty();
  }
}
