package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.FileTimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README promises to those who know {@code concurrent.futures}: a test for each row. */
final class PythonFuturesTest extends PythonFixture {
  @Test
  @DisplayName("ThreadPoolExecutor(max_workers=n)")
  void open_withWorkers_runsThatManyAtOnce() throws IOException {
    try (Engine two = open(2);
        Held held = new Held()) {
      OperationFuture first = two.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();

      assertThat(two.submit(copyOfFile("beside it")).join())
          .isInstanceOf(OperationResult.Completed.class);
      assertThat(first).isNotDone();
    }
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (Engine one = open(1);
        Held held = new Held()) {
      var _ = one.submit(held.copyTo(folder.resolve("held again")));
      held.awaitReached();
      var _ = one.submit(copyOfFile("behind it")).thenRun(() -> order.add("second ended"));
      order.add("first let go");
    }
    assertThat(order).containsExactly("first let go", "second ended");
  }

  @Test
  @DisplayName("ProcessPoolExecutor(max_workers=n, max_tasks_per_child=m)")
  void openOfProcesses_renewsEachAfterItsTasks() throws IOException {
    EngineOptions options = EngineOptions.defaults().withWorkers(1).withTasksPerWorker(1);
    try (Engine engine = Engines.open(EngineKind.PROCESSES, options)) {
      List<Copy> copies = List.of(copyOfFile("a"), copyOfFile("b"));

      RunSummary summary = engine.run(copies, ProgressListener.NONE);

      assertThat(summary.counts().files()).isEqualTo(2);
      assertThat(summary.workers())
          .singleElement()
          .satisfies(worker -> assertThat(worker.renewals()).isPositive())
          .satisfies(worker -> assertThat(worker.restarts()).isZero());
    }
  }

  @Test
  @DisplayName("executor.submit(fn)")
  void submit_ofCopy_givesItsFuture() throws IOException {
    try (Engine engine = open(2)) {
      Copy copy = copyOfFile("a");

      OperationResult result = engine.submit(copy).join();

      assertThat(result.operation()).isSameAs(copy);
      assertThat(copy.target().toPath()).hasContent("a");
    }
  }

  @Test
  @DisplayName("executor.map(fn, items)")
  void map_ofOperations_givesResultsInTheirOrder() throws IOException {
    try (Engine engine = open(2);
        Held held = new Held()) {
      List<Copy> copies =
          List.of(held.copyTo(folder.resolve("held")), copyOfFile("b"), copyOfFile("c"));

      Stream<OperationResult> results = engine.map(copies);
      // The last in the list has ended before the first.
      awaitExistence(copies.getLast().target().toPath());
      held.release();

      assertThat(results.map(OperationResult::operation)).isEqualTo(copies);
    }
  }

  @Test
  @DisplayName("executor.shutdown()")
  void close_withWorkSubmitted_waitsForIt() throws Exception {
    Path target = folder.resolve("held");
    try (Held held = new Held()) {
      Engine engine = open(1);
      OperationFuture future = engine.submit(held.copyTo(target));
      held.awaitReached();

      Thread closing = Thread.ofPlatform().start(engine::close);
      awaitRest(closing);

      assertThat(closing.isAlive()).isTrue();
      assertThat(future).isNotDone();
      held.release();
      closing.join();
      assertThat(future).isCompleted();
      assertThat(target).hasContent(Held.CONTENT);
    }
  }

  @Test
  @DisplayName("executor.submit(fn) after shutdown")
  void submit_afterClose_isRefused() throws IOException {
    Engine engine = open(1);
    engine.close();
    Copy copy = copyOfFile("too late");

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> engine.submit(copy));

    assertThat(copy.target().toPath()).doesNotExist();
  }

  @Test
  @DisplayName("executor.shutdown(cancel_futures=True)")
  void cancel_ofEngine_endsWhatRunsAndWhatWaits() throws IOException {
    Path target = folder.resolve("held");
    Copy behind = copyOfFile("behind it");
    OperationFuture running;
    OperationFuture waiting;
    try (Engine engine = open(1);
        Held held = new Held()) {
      running = engine.submit(held.copyTo(target));
      held.awaitReached();
      waiting = engine.submit(behind);

      engine.cancel();
    }

    assertThat(running).isCancelled();
    assertThat(waiting).isCancelled();
    assertThat(target).doesNotExist();
    assertThat(behind.target().toPath()).doesNotExist();
  }

  @Test
  @DisplayName("future.result()")
  void join_onFuture_givesTheResult() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("below"));
    Files.writeString(tree.resolve("below/file"), "123");
    try (Engine engine = open(2)) {
      OperationResult result = engine.submit(new Copy(tree, folder.resolve("copy"))).join();

      assertThat(result).isInstanceOf(OperationResult.Completed.class);
      assertThat(result.counts().directories()).isEqualTo(2);
      assertThat(result.counts().bytes()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("future.result(timeout=5)")
  void get_withTimeout_givesUpWaitingAndNothingElse() throws Exception {
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture future = engine.submit(held.copyTo(folder.resolve("held")));

      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));

      held.release();
      assertThat(future.get(1, TimeUnit.MINUTES)).isInstanceOf(OperationResult.Completed.class);
    }
  }

  @Test
  @DisplayName("future.exception(timeout=5)")
  void failure_ofOperation_isAValueWithItsCauses() throws Exception {
    Path missing = folder.resolve("missing");
    try (Engine engine = open(1)) {
      OperationFuture future = engine.submit(new Copy(missing, folder.resolve("copy")));

      OperationResult result = future.get(1, TimeUnit.MINUTES);

      assertThat(result).isInstanceOf(OperationResult.Failed.class);
      Failure failure = result.failures().getFirst();
      assertThat(failure.source()).isEqualTo(missing.toString());
      assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
      assertThat(failure.cause()).isInstanceOf(NoSuchFileException.class);
      assertThat(future.isCompletedExceptionally()).isFalse();
    }
  }

  @Test
  @DisplayName("future.cancel()")
  void cancelWithoutInterrupting_endsOnlyWhatHasNotBegun() throws IOException {
    Path target = folder.resolve("held");
    Copy behind = copyOfFile("behind it");
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture running = engine.submit(held.copyTo(target));
      held.awaitReached();
      OperationFuture waiting = engine.submit(behind);

      assertThat(running.cancel(false)).isFalse();
      assertThat(waiting.cancel(false)).isTrue();

      held.release();
      assertThat(running.join()).isInstanceOf(OperationResult.Completed.class);
    }
    assertThat(target).hasContent(Held.CONTENT);
    assertThat(behind.target().toPath()).doesNotExist();
  }

  @Test
  @DisplayName("future.cancelled()")
  void isCancelled_isTrueOnlyAfterACancel() throws IOException {
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture running = engine.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();
      OperationFuture waiting = engine.submit(copyOfFile("behind it"));
      waiting.cancel(false);

      assertThat(waiting.isCancelled()).isTrue();
      assertThat(waiting.state()).isEqualTo(Future.State.CANCELLED);
      assertThat(running.isCancelled()).isFalse();
    }
  }

  @Test
  @DisplayName("future.running()")
  void isRunning_isTrueFromTheFirstTaskToTheLast() throws IOException {
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture running = engine.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();
      OperationFuture waiting = engine.submit(copyOfFile("behind it"));

      assertThat(running.isRunning()).isTrue();
      assertThat(waiting.isRunning()).isFalse();

      held.release();
      waiting.join();
      assertThat(running.isRunning()).isFalse();
      assertThat(waiting.isRunning()).isFalse();
    }
  }

  @Test
  @DisplayName("future.done()")
  void isDone_isTrueFromTheResultOn() throws IOException {
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture future = engine.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();
      assertThat(future.isDone()).isFalse();
      assertThat(future.state()).isEqualTo(Future.State.RUNNING);

      held.release();
      future.join();

      assertThat(future.isDone()).isTrue();
      assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
      assertThat(future.resultNow()).isInstanceOf(OperationResult.Completed.class);
    }
  }

  @Test
  @DisplayName("future.add_done_callback(fn)")
  void whenComplete_callsBackOnceForEachEnd() throws IOException {
    List<String> called = Collections.synchronizedList(new ArrayList<>());
    try (Engine engine = open(1);
        Held held = new Held()) {
      OperationFuture first = engine.submit(held.copyTo(folder.resolve("held")));
      held.awaitReached();
      OperationFuture second = engine.submit(copyOfFile("behind it"));
      var _ = first.whenComplete((result, _) -> called.add(result.getClass().getSimpleName()));
      var _ = second.whenComplete((_, error) -> called.add(error.getClass().getSimpleName()));
      assertThat(called).isEmpty();

      second.cancel(true);
    }
    assertThat(called).containsExactly("CancellationException", "Completed");
  }

  @Test
  @DisplayName("as_completed(futures)")
  void queueOfFutures_givesThemAsTheyEnd() throws Exception {
    BlockingQueue<OperationFuture> ended = new LinkedBlockingQueue<>();
    try (Engine engine = open(2);
        Held held = new Held()) {
      OperationFuture slow = engine.submit(held.copyTo(folder.resolve("held")));
      OperationFuture quick = engine.submit(copyOfFile("quick"));
      for (OperationFuture future : List.of(slow, quick)) {
        var _ = future.whenComplete((_, _) -> ended.add(future));
      }

      assertThat(ended.take()).isSameAs(quick);
      held.release();
      assertThat(ended.take()).isSameAs(slow);
    }
  }

  @Test
  @DisplayName("wait(futures, return_when=FIRST_COMPLETED)")
  void anyOf_endsWithTheFirst() throws IOException {
    try (Engine engine = open(2);
        Held held = new Held()) {
      OperationFuture slow = engine.submit(held.copyTo(folder.resolve("held")));
      Copy quick = copyOfFile("quick");

      Object first = CompletableFuture.anyOf(slow, engine.submit(quick)).join();

      assertThat(first)
          .isInstanceOfSatisfying(
              OperationResult.Completed.class,
              result -> assertThat(result.operation()).isSameAs(quick));
      assertThat(slow).isNotDone();
    }
  }

  @Test
  @DisplayName("a task that raises, and a worker that goes on")
  void crash_ofATask_isAFailureAndTheWorkerGoesOn() throws IOException {
    FileTimeSource crash =
        () -> {
          throw new IllegalStateException("a bug in a file system");
        };
    Held held = new Held();
    held.behaveAs(crash);
    try (Engine engine = open(1)) {
      OperationResult crashed = engine.submit(held.copyTo(folder.resolve("crashed"))).join();
      OperationResult after = engine.submit(copyOfFile("after it")).join();

      assertThat(crashed.failures())
          .extracting(Failure::cause)
          .hasOnlyElementsOfType(IllegalStateException.class)
          .isNotEmpty();
      assertThat(folder.resolve("crashed")).doesNotExist();
      assertThat(after).isInstanceOf(OperationResult.Completed.class);
    }
  }

  @Test
  @DisplayName("a worker process that dies: BrokenProcessPool")
  void deathOfAWorkerProcess_isMadeGood() throws IOException {
    EngineOptions options = EngineOptions.defaults().withWorkers(1);
    try (Engine engine = Engines.open(EngineKind.PROCESSES, options)) {
      engine.submit(copyOfFile("before")).join();
      List<ProcessHandle> workers = ProcessHandle.current().children().toList();
      assertThat(workers).isNotEmpty();
      workers.forEach(ProcessHandle::destroyForcibly);

      RunSummary summary = engine.run(List.of(copyOfFile("after")), ProgressListener.NONE);

      assertThat(summary.counts().files()).isEqualTo(1);
      assertThat(summary.workers())
          .singleElement()
          .satisfies(worker -> assertThat(worker.restarts()).isEqualTo(1));
    }
  }

  private static void awaitExistence(Path path) {
    while (Files.notExists(path)) {
      Thread.onSpinWait();
    }
  }

  /** Until the thread waits for something or has ended. */
  private static void awaitRest(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }
}
