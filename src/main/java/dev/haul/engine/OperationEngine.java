package dev.haul.engine;

import dev.haul.Attribute;
import dev.haul.Engine;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.OperationFuture;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.task.Failures;
import dev.haul.task.ProgressMeter;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API on top of a scheduler and a way of running tasks. */
public final class OperationEngine implements Engine {
  private final TaskEngine tasks;
  private final Scheduler scheduler;
  private final DirectoryCache directories = DirectoryCache.withinDescriptorLimit();
  private final Appenders appenders = new Appenders();
  private final Set<OperationRun> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger linkScopes = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Throwable broken;

  public OperationEngine(TaskEngine tasks) {
    this(tasks, UnaryOperator.identity());
  }

  /**
   * @param transport what each task goes through before it runs
   */
  OperationEngine(TaskEngine tasks, UnaryOperator<Task> transport) {
    this.tasks = tasks;
    this.scheduler = new Scheduler(tasks::workAppeared);
    tasks.start(new WorkSource(scheduler, directories, appenders, transport, this::breakDown));
  }

  @Override
  public OperationFuture submit(Operation operation) {
    int scope = linkScopes.incrementAndGet();
    OperationRun run =
        new OperationRun(operation, ReportSink.NONE, new ProgressMeter(), new FailureLimit(true));
    run.afterwards(() -> scheduler.forgetLinks(scope));
    begin(run, new OperationStarter(directories, scope, false));
    return run.future();
  }

  @Override
  public Stream<OperationResult> map(Collection<? extends Operation> operations) {
    int scope = linkScopes.incrementAndGet();
    OperationStarter starter = new OperationStarter(directories, scope, false);
    ProgressMeter meter = new ProgressMeter();
    FailureLimit limit = new FailureLimit(true);
    List<OperationRun> runs =
        operations.stream()
            .map(operation -> new OperationRun(operation, ReportSink.NONE, meter, limit))
            .toList();
    var _ = whenAllEnded(runs).thenRun(() -> scheduler.forgetLinks(scope));
    runs.forEach(run -> begin(run, starter));
    return runs.stream().map(run -> run.ended().join());
  }

  @Override
  public RunSummary run(Collection<? extends Operation> operations, ProgressListener listener) {
    int scope = linkScopes.incrementAndGet();
    OperationStarter starter = new OperationStarter(directories, scope, listener.wantsEntries());
    ProgressMeter meter = new ProgressMeter();
    RunListener events = new RunListener(listener, meter, tasks.runsInCaller());
    FailureLimit limit = new FailureLimit(listener.wantsAllFailures());
    List<OperationRun> runs = new ArrayList<>();
    for (Operation operation : operations) {
      runs.add(new OperationRun(operation, events, meter, limit));
    }
    CompletableFuture<Void> all = whenAllEnded(runs);
    var _ = all.thenRun(events::wake);
    try {
      runs.forEach(run -> begin(run, starter));
      events.listenUntil(() -> isDone(all));
    } catch (RuntimeException | Error e) {
      runs.forEach(OperationRun::cancel);
      events.discardUntil(() -> noneRuns(runs));
      throw e;
    } finally {
      scheduler.forgetLinks(scope);
    }
    return summary(runs, events, listener);
  }

  private boolean isDone(CompletableFuture<Void> all) {
    endIfBroken();
    return all.isDone();
  }

  // Of those that were begun: the error may have come before the last was.
  private boolean noneRuns(List<OperationRun> runs) {
    endIfBroken();
    return Collections.disjoint(running, runs);
  }

  /** A worker has ended by an error and left something that will never end by itself. */
  private void breakDown(Throwable error) {
    // First, and without any memory, of which there may be none: who waits in run looks at it too.
    broken = error;
    endIfBroken();
  }

  private void endIfBroken() {
    Throwable error = broken;
    if (error != null) {
      running.forEach(run -> scheduler.giveUp(run, error));
    }
  }

  private RunSummary summary(
      List<OperationRun> runs, RunListener events, ProgressListener listener) {
    List<OperationResult> results = new ArrayList<>();
    Map<Attribute, Long> lost = new EnumMap<>(Attribute.class);
    Set<String> notes = new LinkedHashSet<>(tasks.notes());
    boolean cancelled = false;
    for (OperationRun run : runs) {
      OperationResult result = run.ended().join();
      results.add(result);
      listener.onResult(result);
      run.lost().forEach((attribute, times) -> lost.merge(attribute, times, Long::sum));
      notes.addAll(run.notes());
      cancelled |= run.isStopped();
    }
    return new RunSummary(
        results,
        lost,
        events.elapsed(),
        tasks.workers(),
        tasks.channelBytes(),
        List.copyOf(notes),
        cancelled);
  }

  private static CompletableFuture<Void> whenAllEnded(List<OperationRun> runs) {
    // Not CompletableFuture[]::new: what the JDK makes of an array's constructor is in no archive.
    return CompletableFuture.allOf(
        runs.stream().map(OperationRun::ended).toList().toArray(new CompletableFuture<?>[0]));
  }

  private void begin(OperationRun run, OperationStarter starter) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    running.add(run);
    run.afterwards(() -> running.remove(run));
    Task first;
    try {
      refuseUnreachable(run.operation());
      first = starter.firstTask(run.operation());
    } catch (IOException e) {
      refuse(run, e);
      return;
    }
    run.progress().foundOperand();
    try {
      scheduler.submit(run, first);
    } catch (RuntimeException | Error e) {
      breakDown(e); // of a worker that could not be started, or that is this thread
      throw e;
    }
    endIfBroken();
  }

  private void refuseUnreachable(Operation operation) throws IOException {
    if (tasks.runsInThisProcess()) {
      return;
    }
    refuseUnreachable(operation.source());
    Location target = operation.target();
    if (target != null) {
      refuseUnreachable(target);
    }
  }

  private static void refuseUnreachable(Location location) throws IOException {
    if (!location.isDefaultFileSystem()) {
      throw new FileSystemException(
          location.toString(), null, "worker processes cannot open this file system again");
    }
  }

  private void refuse(OperationRun run, IOException error) {
    TaskReport report = new TaskReport();
    report.failed(Failures.of(error, run.operation().source().toString(), run.destination()));
    scheduler.refuse(run, report);
  }

  @Override
  public void cancel() {
    running.forEach(OperationRun::cancel);
  }

  @Override
  public void close() {
    closed = true;
    endIfBroken();
    whenAllEnded(List.copyOf(running)).join();
    scheduler.close();
    tasks.close();
    directories.close();
  }
}
