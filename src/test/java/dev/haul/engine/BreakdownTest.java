package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Engine;
import dev.haul.EngineOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.append.Appenders;
import dev.haul.engine.async.AsyncEngine;
import dev.haul.engine.process.ProcessEngine;
import dev.haul.engine.thread.ThreadEngine;
import dev.haul.fs.DirectoryCache;
import dev.haul.task.ProgressMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a worker ends by an error of its own, everything that waits for it ends too. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BreakdownTest {
  private final OutOfMemoryError error = new OutOfMemoryError("none left");

  @TempDir private Path directory;

  /** The engines that have workers. */
  enum Kind {
    THREADS,
    ASYNC,
    PROCESSES;

    TaskEngine make() {
      return switch (this) {
        case THREADS -> new ThreadEngine(2);
        case ASYNC -> new AsyncEngine(EngineOptions.defaults().withWorkers(2));
        case PROCESSES -> new ProcessEngine(EngineOptions.defaults().withWorkers(2));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void worker_thatDies_isNoticed(Kind kind) throws Exception {
    CompletableFuture<Throwable> broken = new CompletableFuture<>();
    // Whoever hands in what came of its work fails.
    Scheduler scheduler = new Scheduler(() -> {});
    try (DirectoryCache directories = new DirectoryCache(8);
        TaskEngine engine = kind.make()) {
      engine.start(
          new WorkSource(scheduler, directories, new Appenders(), task -> task, broken::complete));
      scheduler.submit(hostile(), SchedulerFixture.anyTask());
      engine.workAppeared();
      assertThat(broken.get(30, TimeUnit.SECONDS)).isSameAs(error);
      scheduler.close();
    }
  }

  /** An operation that fails when it learns of a report. */
  private OperationRun hostile() {
    Copy copy = new Copy(Location.parse("a"), Location.parse("b"), CopyOptions.defaults());
    ReportSink sink =
        _ -> {
          throw error;
        };
    return new OperationRun(copy, sink, new ProgressMeter(), new FailureLimit(true));
  }

  /** Takes one task and never comes back to it. */
  private final class DyingEngine implements TaskEngine {
    private boolean dead;
    private @Nullable WorkSource source;

    @Override
    public void start(WorkSource work) {
      source = work;
    }

    @Override
    public synchronized void workAppeared() {
      WorkSource work = source;
      if (dead || work == null) {
        return;
      }
      dead = true;
      Thread.ofPlatform()
          .daemon()
          .start(
              work.guarded(() -> {
                assertThat(work.take()).isNotNull();
                throw error;
              }));
    }

    @Override
    public boolean runsInCaller() {
      return false;
    }

    @Override
    public void close() {}
  }

  private List<Operation> copies(int count) throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "x");
    List<Operation> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      copies.add(new Copy(source, directory.resolve("copy" + i)));
    }
    return copies;
  }

  @Test
  void run_whoseWorkerDies_endsWithFailures() throws Exception {
    List<Failure> told = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void onFailure(Failure failure) {
            told.add(failure);
          }
        };
    try (Engine engine = new OperationEngine(new DyingEngine())) {
      RunSummary summary = engine.run(copies(3), listener);
      assertThat(summary.isComplete()).isFalse();
      assertThat(summary.failures()).hasSize(3).containsExactlyInAnyOrderElementsOf(told);
      assertThat(told.getFirst().reason())
          .isEqualTo("internal error: java.lang.OutOfMemoryError: none left");
      assertThat(told.getFirst().cause()).isSameAs(error);
      // And whoever asks it again is answered too.
      assertThat(engine.run(copies(1), listener).isComplete()).isFalse();
    }
  }

  @Test
  void future_whoseWorkerDies_isCompleted() throws Exception {
    try (Engine engine = new OperationEngine(new DyingEngine())) {
      assertThat(engine.submit(copies(1).getFirst()).get(30, TimeUnit.SECONDS))
          .isInstanceOf(OperationResult.Failed.class);
      assertThat(engine.map(copies(2))).allMatch(result -> !result.failures().isEmpty());
    }
  }

  @Test
  void listener_thatFails_inTheCallersThread_endsTheRun() throws Exception {
    List<Operation> copies = copies(2);
    Files.writeString(directory.resolve("copy0"), "in the way");
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void onFailure(Failure failure) {
            throw new IllegalStateException("of the listener");
          }
        };
    try (Engine engine = new OperationEngine(new DirectEngine())) {
      assertThatThrownBy(() -> engine.run(copies, listener)).hasMessage("of the listener");
    }
  }

  @Test
  void engine_thatIsClosed_refusesToRun() throws Exception {
    Engine engine = new OperationEngine(new ThreadEngine(1));
    engine.close();
    List<Operation> copies = copies(1);
    assertThatThrownBy(() -> engine.run(copies, ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Seen to wait for itself, when so many had been told that nobody had heard. */
  @Test
  void operations_thatCannotBeBegun_areAllTold() throws Exception {
    List<Operation> copies = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      copies.add(new Copy(directory.resolve("none/" + i), directory.resolve("copy")));
    }
    try (Engine engine = new OperationEngine(new ThreadEngine(1))) {
      RunSummary summary = engine.run(copies, ProgressListener.NONE);
      assertThat(summary.failures()).hasSize(20_000);
      assertThat(summary.counts().failed()).isEqualTo(20_000);
    }
  }

  @Test
  void failures_thatNobodyWants_areNotAllHeld() throws Exception {
    Path source = Files.createDirectory(directory.resolve("tree"));
    Path target = Files.createDirectory(directory.resolve("target"));
    for (int i : IntStream.range(0, 3000).toArray()) {
      Files.createFile(source.resolve("f" + i));
      Files.createFile(target.resolve("f" + i));
    }
    Copy copy = new Copy(source, target);
    List<Failure> told = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public boolean wantsAllFailures() {
            return false;
          }

          @Override
          public void onFailure(Failure failure) {
            told.add(failure);
          }
        };
    try (Engine engine = new OperationEngine(new ThreadEngine(2))) {
      RunSummary some = engine.run(List.of(copy), listener);
      assertThat(told).hasSize(3000);
      assertThat(some.failures()).hasSize(1000);
      assertThat(some.counts().failed()).isEqualTo(3000);
      RunSummary all = engine.run(List.of(copy), ProgressListener.NONE);
      assertThat(all.failures()).hasSize(3000);
      // What was thrown takes most of the memory.
      assertThat(all.failures().stream().filter(failure -> failure.cause() != null).count())
          .isBetween(100L, 1000L);
    }
  }
}
