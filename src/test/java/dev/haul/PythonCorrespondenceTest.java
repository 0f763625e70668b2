package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.FileTimeSource;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README promises to those who know Python's {@code concurrent.futures} and {@code
 * asyncio}: one test for each row of its table, named by the row's first column.
 */
@Timeout(60)
final class PythonCorrespondenceTest {
  private static final Path README = Path.of("README.md");
  private static final String SECTION = "### If you know Python";

  @TempDir Path folder;

  @Test
  void table_inReadme_hasATestForEachRow() throws IOException {
    List<String> tests =
        Arrays.stream(PythonCorrespondenceTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(DisplayName.class))
            .map(PythonCorrespondenceTest::displayName)
            .toList();

    assertThat(rows()).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(tests);
  }

  private static String displayName(Method method) {
    return method.getAnnotation(DisplayName.class).value();
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(README).stream()
        .dropWhile(line -> !line.equals(SECTION))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }

  // concurrent.futures

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

  // asyncio

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

  private static Engine open(int workers) {
    return Engines.open(EngineKind.THREADS, EngineOptions.defaults().withWorkers(workers));
  }

  private Copy copyOfFile(String content) throws IOException {
    Path source = Files.writeString(folder.resolve(content), content);
    return new Copy(source, folder.resolve("copy of " + content));
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

  /**
   * A file whose copy stays under way until it is let go: it is in memory, and that file system
   * asks for the time whenever the file is read. Put it after the engine in a try: the engine's
   * close waits for what is held.
   */
  private static final class Held implements AutoCloseable {
    static final String CONTENT = "held";

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Path file;
    private volatile FileTimeSource behaviour = Held::now;

    Held() throws IOException {
      Configuration memory =
          Configuration.unix().toBuilder().setFileTimeSource(() -> behaviour.now()).build();
      file = Files.writeString(Jimfs.newFileSystem(memory).getPath("/file"), CONTENT);
      Thread owner = Thread.currentThread();
      behaviour = () -> Thread.currentThread() == owner ? now() : waitAndTell();
    }

    private static FileTime now() {
      return FileTime.fromMillis(0);
    }

    private FileTime waitAndTell() {
      reached.countDown();
      awaitUninterrupted(released);
      return now();
    }

    void behaveAs(FileTimeSource other) {
      behaviour = other;
    }

    Copy copyTo(Path target) {
      return new Copy(file, target);
    }

    void awaitReached() {
      awaitUninterrupted(reached);
    }

    void release() {
      released.countDown();
    }

    @Override
    public void close() {
      release();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError("the test took too long", e);
      }
    }
  }
}
