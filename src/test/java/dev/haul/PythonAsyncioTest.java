package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README promises to those who know {@code asyncio}: a test for each row. */
final class PythonAsyncioTest extends PythonFixture {
  @Test
  @DisplayName("asyncio.run(main())")
  void run_ofOperations_endsWithThemAll() throws IOException {
    List<Copy> copies = List.of(copyOfFile("a"), copyOfFile("b"));
    List<String> told = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public boolean wantsEntries() {
            return true;
          }

          @Override
          public void onEntry(EntryEvent event) {
            told.add(event.target());
          }
        };
    try (Engine engine = open(2)) {
      RunSummary summary = engine.run(copies, listener);

      assertThat(summary.isComplete()).isTrue();
      assertThat(summary.counts().files()).isEqualTo(2);
      assertThat(told)
          .containsExactlyInAnyOrderElementsOf(
              copies.stream().map(copy -> copy.target().toString()).toList());
      assertThat(copies.getLast().target().toPath()).hasContent("b");
    }
  }

  @Test
  @DisplayName("aiofiles.open(path) under asyncio.Semaphore(n)")
  void openOfChannels_movesDataBesideTheThreads() throws IOException {
    EngineOptions options = EngineOptions.defaults().withDepth(2);
    Path file = Files.write(folder.resolve("source"), new byte[1 << 20]);
    try (Engine engine = Engines.open(EngineKind.ASYNC, options)) {
      List<Copy> copies =
          Stream.of("a", "b", "c").map(name -> new Copy(file, folder.resolve(name))).toList();

      RunSummary summary = engine.run(copies, ProgressListener.NONE);

      assertThat(summary.counts().files()).isEqualTo(3);
      assertThat(summary.channelBytes()).isEqualTo(3 << 20);
    }
  }

  @Test
  @DisplayName("asyncio.gather(*tasks)")
  void allOf_endsWithTheLastAndOrderIsTheirs() throws IOException {
    try (Engine engine = open(2);
        Held held = new Held()) {
      OperationFuture slow = engine.submit(held.copyTo(folder.resolve("held")));
      OperationFuture quick = engine.submit(copyOfFile("quick"));
      CompletableFuture<Void> all = CompletableFuture.allOf(slow, quick);
      quick.join();
      assertThat(all).isNotDone();

      held.release();
      all.join();

      assertThat(Stream.of(slow, quick).map(CompletableFuture::join))
          .hasOnlyElementsOfType(OperationResult.Completed.class)
          .hasSize(2);
    }
  }

  @Test
  @DisplayName("asyncio.wait_for(task, 5)")
  void getWithTimeoutThenCancel_stopsTheOperation() throws IOException {
    Path target = folder.resolve("held");
    OperationFuture future;
    try (Engine engine = open(1);
        Held held = new Held()) {
      future = engine.submit(held.copyTo(target));
      held.awaitReached();
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));

      assertThat(future.cancel(true)).isTrue();
    }
    assertThat(future).isCancelled();
    assertThat(target).doesNotExist();
  }

  @Test
  @DisplayName("task.cancel()")
  void cancelWithInterrupting_takesBackWhatIsUnderWay() throws IOException {
    Path target = folder.resolve("held");
    OperationFuture future;
    try (Engine engine = open(1);
        Held held = new Held()) {
      future = engine.submit(held.copyTo(target));
      held.awaitReached();

      assertThat(future.cancel(true)).isTrue();
      assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @DisplayName("asyncio.shield(task)")
  void copyOfFuture_canBeCancelledWithoutTheOperation() throws IOException {
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture future = engine.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();
      CompletableFuture<OperationResult> shield = future.copy();

      assertThat(shield.cancel(true)).isTrue();

      held.release();
      assertThat(future.join()).isInstanceOf(OperationResult.Completed.class);
    }
  }
}
