package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.haul.Attribute;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Counts;
import dev.haul.Location;
import dev.haul.MoveOptions;
import dev.haul.OperationResult;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyFiles;
import dev.haul.task.CopyJob;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.FinishDirectory;
import dev.haul.task.LinkCandidate;
import dev.haul.task.LinkFile;
import dev.haul.task.LostAttempts;
import dev.haul.task.MoveJob;
import dev.haul.task.ProgressMeter;
import dev.haul.task.RemoveEmptied;
import dev.haul.task.Reports;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of things, without anything that is done: no engine, no file. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SchedulerTest {
  private static final CopyJob JOB = job(1);
  private static final DirectoryRef SOURCE = root(1);
  private static final DirectoryRef TARGET = root(2);
  private static final Map<String, DirectoryRef> BELOW = new ConcurrentHashMap<>();
  private static final int CROWDED = 16_384;

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Scheduler scheduler = new Scheduler(() -> calls.add("work appeared"));
  private final OperationRun operation = operation();

  private static CopyJob job(int linkScope) {
    return new CopyJob(1, linkScope, 1, false, CopyOptions.defaults(), Purpose.COPY);
  }

  private static DirectoryRef root(int id) {
    Root root = new Root(id, Location.parse("root" + id), Root.Kind.LINUX);
    return DirectoryRef.root(root, new FileIdentity(1, id));
  }

  private static OperationRun operation() {
    return operation(CopyOptions.defaults(), ReportSink.NONE);
  }

  private static OperationRun operation(CopyOptions options, ReportSink sink) {
    Copy copy = new Copy(Location.parse("a"), Location.parse("b"), options);
    return new OperationRun(copy, sink, new ProgressMeter(), new FailureLimit(true));
  }

  static Task anyTask() {
    return file("any");
  }

  private static CopyEntry file(String name) {
    return file(JOB, name);
  }

  private static CopyEntry file(CopyJob job, String name) {
    return new CopyEntry(job, SOURCE, Name.of(name), TARGET, Name.of(name), false, true);
  }

  private static Task directory(String name) {
    Name each = Name.of(name);
    return new CopyDirectory(JOB, SOURCE, each, TARGET, each, false, EntryBatch.START);
  }

  private static Task files(int count) {
    DirectoryEntry entry = new DirectoryEntry(Name.of("x"), FileType.REGULAR);
    return new CopyFiles(JOB, SOURCE, TARGET, false, Collections.nCopies(count, entry));
  }

  private static FinishDirectory finish(String name) {
    DirectoryRef below =
        BELOW.computeIfAbsent(name, each -> SOURCE.child(Name.of(each), new FileIdentity(1, 9)));
    return new FinishDirectory(JOB, below, TARGET, true, true);
  }

  /** A task that is left undone when anything before it was. */
  private static Task finishOfAll(String name) {
    MoveJob move = new MoveJob(2, false, MoveOptions.defaults(), JOB, JOB, JOB, JOB);
    return new RemoveEmptied(move, SOURCE, Name.of(name), SOURCE);
  }

  private static LinkCandidate candidate(int links, String name) {
    return candidate(JOB, links, name);
  }

  private static LinkCandidate candidate(CopyJob job, int links, String name) {
    return new LinkCandidate(new FileIdentity(7, 7), links, file(job, name));
  }

  private Assignment next() {
    Assignment next = scheduler.poll(0);
    return next == null ? fail("nothing to do") : next;
  }

  private Assignment next(Task expected) {
    Assignment next = next();
    assertThat(next.task()).isEqualTo(expected);
    return next;
  }

  private void assertNothingLeft() {
    assertThat(scheduler.waiting()).isEmpty();
    assertThat(scheduler.isEmpty()).isTrue();
    assertThat(scheduler.poll(0)).isNull();
  }

  private OperationResult result() {
    assertThat(operation.ended()).isDone();
    return operation.ended().join();
  }

  private static TaskReport failure() {
    return TaskReport.failed(file("x"), "for a reason");
  }

  @Nested
  final class Order {
    @Test
    void deepestGoesFirst_thenNewest() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("old"));
      scheduler.spawn(top, directory("new"));
      Assignment newer = next(directory("new"));
      scheduler.spawn(newer, file("deep"));
      scheduler.submit(operation(), directory("other"));
      assertThat(scheduler.waiting()).hasSize(3);
      next(file("deep"));
      next(directory("old"));
      next(directory("other"));
      assertNothingLeft();
    }

    @Test
    void restOfADirectory_goesAfterAllThatWasFoundInIt() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("file"));
      scheduler.spawn(top, directory("below"));
      scheduler.ended(top, Reports.leaving(directory("rest")));
      next(directory("below"));
      next(file("file"));
      assertThat(next(directory("rest")).node()).isSameAs(top.node());
    }

    @Test
    void poll_leavesWhatOthersNeed() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      scheduler.spawn(top, file("b"));
      assertThat(scheduler.poll(2)).isNull();
      assertThat(scheduler.poll(1)).isNotNull();
      assertThat(scheduler.poll(1)).isNull();
      assertThat(scheduler.poll(0)).isNotNull();
    }

    @Test
    void crowded_isSaidFromALimitOn_andTakenBack() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, files(CROWDED - 1));
      assertThat(scheduler.isCrowded()).isFalse();
      scheduler.spawn(top, file("one more"));
      assertThat(scheduler.isCrowded()).isTrue();
      next();
      assertThat(scheduler.isCrowded()).isFalse();
      next();
      assertThat(scheduler.isEmpty()).isTrue();
      scheduler.spawn(top, files(CROWDED));
      assertThat(scheduler.isCrowded()).isTrue();
      assertThat(scheduler.isEmpty()).isFalse();
    }
  }

  @Nested
  final class Ends {
    @Test
    void operation_endsWithItsLastTask_andWithTheSumOfAll() {
      List<TaskReport> heard = new ArrayList<>();
      OperationRun each = operation(CopyOptions.defaults(), heard::add);
      scheduler.submit(each, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      scheduler.spawn(top, file("b"));
      scheduler.ended(top, Reports.done());
      scheduler.ended(next(), Reports.ofFile(5));
      assertThat(each.ended()).isNotDone();
      scheduler.ended(next(), Reports.ofFile(7));
      Counts counts = each.ended().join().counts();
      assertThat(counts.files()).isEqualTo(2);
      assertThat(counts.bytes()).isEqualTo(12);
      assertThat(heard).hasSize(3);
    }

    @Test
    void operation_ofOneFile_endsWithIt() {
      scheduler.submit(operation, file("a"));
      scheduler.ended(next(), Reports.ofFile(1));
      assertThat(result()).isInstanceOf(OperationResult.Completed.class);
    }

    @Test
    void failures_areInTheResult() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(next(), failure());
      assertThat(result()).isInstanceOf(OperationResult.Failed.class);
      assertThat(result().counts().failed()).isEqualTo(1);
    }

    @Test
    void losses_areAddedUp() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      for (Assignment each : List.of(top, next())) {
        TaskReport report = Reports.done();
        report.lost(Attribute.OWNER);
        scheduler.ended(each, report);
      }
      assertThat(operation.lost()).containsExactly(Map.entry(Attribute.OWNER, 2L));
    }

    @Test
    void finish_runsOnce_afterAllBelow_andBeforeThatOfItsParent() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("below"));
      scheduler.ended(top, Reports.finishing(finish("top")));
      Assignment below = next();
      scheduler.spawn(below, file("file"));
      scheduler.ended(below, Reports.finishing(finish("below")));
      Assignment file = next(file("file"));
      assertNothingLeft();
      scheduler.ended(file, Reports.ofFile(1));
      Assignment finishBelow = next(finish("below"));
      assertNothingLeft();
      scheduler.ended(finishBelow, Reports.done());
      Assignment finishTop = next(finish("top"));
      assertThat(operation.ended()).isNotDone();
      scheduler.ended(finishTop, Reports.done());
      assertNothingLeft();
      assertThat(operation.ended()).isDone();
    }

    @Test
    void rest_keepsTheDirectoryOpen_withItsFinish() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      TaskReport report = Reports.finishing(finish("top"));
      scheduler.spawn(top, file("file"));
      TaskReport left = Reports.leaving(directory("rest"));
      scheduler.ended(top, left);
      scheduler.ended(next(file("file")), Reports.ofFile(1));
      assertThat(operation.ended()).isNotDone();
      scheduler.ended(next(directory("rest")), report);
      scheduler.ended(next(finish("top")), Reports.done());
      assertThat(operation.ended()).isDone();
    }

    @Test
    void finishOfAll_isLeftOut_whenSomethingFarBelowFailed() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("middle"));
      scheduler.ended(top, Reports.finishing(finishOfAll("top")));
      Assignment middle = next();
      scheduler.spawn(middle, directory("low"));
      scheduler.spawn(middle, directory("sound"));
      scheduler.ended(middle, Reports.finishing(finish("middle")));
      scheduler.ended(next(directory("sound")), Reports.finishing(finishOfAll("sound")));
      scheduler.ended(next(finishOfAll("sound")), Reports.done());
      scheduler.ended(next(directory("low")), failure());
      // What only puts in order runs all the same, and knows.
      scheduler.ended(next(finish("middle").afterFailure()), Reports.done());
      assertNothingLeft();
      assertThat(operation.ended()).isDone();
    }

    @Test
    void finishOfAll_runs_whenAllIsWell() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("file"));
      scheduler.ended(top, Reports.finishing(finishOfAll("top")));
      scheduler.ended(next(), Reports.ofFile(1));
      next(finishOfAll("top"));
    }

    @Test
    void search_isOver_whenNoTaskIsLeftThatFindsMore() {
      scheduler.submit(operation, directory("top"));
      assertThat(operation.progress().isComplete()).isFalse();
      Assignment top = next();
      scheduler.spawn(top, file("file"));
      scheduler.spawn(top, file("another"));
      scheduler.ended(top, Reports.leaving(directory("top")));
      scheduler.ended(next(), Reports.ofFile(1));
      scheduler.ended(next(), Reports.ofFile(1));
      assertThat(operation.progress().isComplete()).isFalse();
      scheduler.ended(next(), Reports.finishing(finish("top")));
      assertThat(operation.progress().isComplete()).isTrue();
    }
  }

  @Nested
  final class Stopping {
    @Test
    void afterCancel_onlyWhatPutsInOrderIsBegun() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      assertThat(scheduler.begin(top)).isTrue();
      scheduler.spawn(top, file("file"));
      scheduler.ended(top, Reports.finishing(finish("top")));
      operation.cancel();
      Assignment file = next();
      assertThat(scheduler.begin(file)).isFalse();
      scheduler.ended(file, TaskReport.notRun());
      Assignment finish = next(finish("top").afterFailure());
      assertThat(scheduler.begin(finish)).isTrue();
      scheduler.ended(finish, Reports.done());
      assertThat(result()).isInstanceOf(OperationResult.Cancelled.class);
    }

    @Test
    void begun_isSaidByTheFuture() {
      scheduler.submit(operation, directory("top"));
      assertThat(operation.future().isRunning()).isFalse();
      scheduler.begin(next());
      assertThat(operation.future().isRunning()).isTrue();
    }

    @Test
    void firstFailure_stops_whenThatIsAskedFor() {
      OperationRun strict =
          operation(CopyOptions.builder().failFast(true).build(), ReportSink.NONE);
      scheduler.submit(strict, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      scheduler.spawn(top, file("b"));
      scheduler.ended(next(), failure());
      assertThat(scheduler.begin(next())).isFalse();
    }

    @Test
    void failure_doesNotStopOthers_otherwise() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      scheduler.spawn(top, file("b"));
      scheduler.ended(next(), failure());
      assertThat(scheduler.begin(next())).isTrue();
    }
  }

  @Nested
  final class Losing {
    @Test
    void lostTask_waitsAgain_withWhatIsKnownOfItsAttempts() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      LostAttempts attempts = new LostAttempts(Instant.EPOCH, Set.of(), List.of("run"), 1);
      scheduler.lost(top, attempts);
      assertThat(operation.ended()).isNotDone();
      Assignment again = next(top.task());
      assertThat(again.id()).isEqualTo(top.id());
      assertThat(again.lost()).isSameAs(attempts);
      assertThat(again.node()).isSameAs(top.node());
      scheduler.ended(again, Reports.done());
      assertNothingLeft();
      assertThat(operation.ended()).isDone();
    }

    @Test
    void lostCopyOfALinkedFile_isStillTheOneThatIsLinkedTo() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(next(), Reports.candidates(candidate(2, "a"), candidate(2, "b")));
      Assignment copy = next(file("a"));
      scheduler.lost(copy, new LostAttempts(Instant.EPOCH, Set.of(), List.of(), 1));
      scheduler.ended(next(file("a")), Reports.ofFile(1));
      assertThat(next().task()).isInstanceOf(LinkFile.class);
    }
  }

  @Nested
  final class Links {
    @Test
    void oneNameIsCopied_theOthersAreLinkedToIt() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(
          next(), Reports.candidates(candidate(3, "a"), candidate(3, "b"), candidate(3, "c")));
      Assignment copy = next(file("a"));
      assertNothingLeft();
      scheduler.ended(copy, Reports.ofFile(1));
      scheduler.ended(next(new LinkFile(TARGET, Name.of("a"), file("c"))), Reports.done());
      assertThat(operation.ended()).isNotDone();
      scheduler.ended(next(new LinkFile(TARGET, Name.of("a"), file("b"))), Reports.done());
      assertThat(operation.ended()).isDone();
    }

    @Test
    void nameFoundLater_isLinkedAtOnce() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("below"));
      scheduler.ended(top, Reports.candidates(candidate(2, "a")));
      Assignment copy = next(file("a"));
      scheduler.ended(copy, Reports.ofFile(1));
      scheduler.ended(next(directory("below")), Reports.candidates(candidate(2, "b")));
      next(new LinkFile(TARGET, Name.of("a"), file("b")));
    }

    @Test
    void nameFoundDuringTheCopy_waitsForIt() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("below"));
      scheduler.ended(top, Reports.candidates(candidate(2, "a")));
      Assignment copy = next(file("a"));
      scheduler.ended(next(directory("below")), Reports.candidates(candidate(2, "b")));
      assertNothingLeft();
      scheduler.ended(copy, Reports.ofFile(1));
      next(new LinkFile(TARGET, Name.of("a"), file("b")));
    }

    @Test
    void whenACopyFails_theNextNameIsCopied() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(
          next(), Reports.candidates(candidate(3, "a"), candidate(3, "b"), candidate(3, "c")));
      scheduler.ended(next(file("a")), failure());
      scheduler.ended(next(file("b")), Reports.ofFile(1));
      next(new LinkFile(TARGET, Name.of("b"), file("c")));
    }

    @Test
    void directoryOfANameThatWaits_isNotFinishedBefore() {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("below"));
      scheduler.ended(top, Reports.candidates(candidate(2, "a")));
      Assignment copy = next(file("a"));
      TaskReport below = Reports.finishing(finish("below"));
      Assignment task = next(directory("below"));
      scheduler.spawn(task, file("other"));
      scheduler.ended(task, Reports.leaving(directory("rest")));
      scheduler.ended(next(file("other")), Reports.candidates(candidate(2, "b")));
      scheduler.ended(next(directory("rest")), below);
      assertNothingLeft();
      scheduler.ended(copy, Reports.ofFile(1));
      scheduler.ended(next(), Reports.done());
      next(finish("below"));
    }

    @Test
    void runsDoNotShareTheirLinks() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(
          next(), Reports.candidates(candidate(job(1), 3, "a"), candidate(job(2), 3, "b")));
      assertThat(scheduler.waiting()).hasSize(2);
    }

    @Test
    void fileWhoseNamesWereAllSeen_isForgotten() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(next(), Reports.candidates(candidate(1, "a")));
      scheduler.ended(next(file("a")), Reports.ofFile(1));
      scheduler.submit(operation(), directory("again"));
      scheduler.ended(next(), Reports.candidates(candidate(1, "b")));
      next(file("b"));
    }

    @Test
    void fileWithNamesElsewhere_isKnownUntilItsRunEnds() {
      scheduler.submit(operation, directory("top"));
      scheduler.ended(next(), Reports.candidates(candidate(3, "a")));
      scheduler.ended(next(file("a")), Reports.ofFile(1));
      scheduler.forgetLinks(2);
      scheduler.submit(operation(), directory("same run"));
      scheduler.ended(next(), Reports.candidates(candidate(3, "b")));
      assertThat(next().task()).isInstanceOf(LinkFile.class);
      // One name is still to come, and will not: its run has ended.
      scheduler.forgetLinks(1);
      scheduler.submit(operation(), directory("another run"));
      scheduler.ended(next(), Reports.candidates(candidate(3, "c")));
      next(file("c"));
    }

    @Test
    void table_holdsOnlyWhatIsNotUsedUp() {
      LinkTable table = new LinkTable();
      PendingDirectory node = new PendingDirectory(operation, null);
      LinkGroup group = table.add(candidate(2, "a"), node);
      assertThat(table.add(candidate(2, "b"), node)).isSameAs(group);
      assertThat(group.takeNextToCopy()).isNotNull();
      assertThat(group.takeNextToCopy()).isNull();
      table.forgetIfUsedUp(group);
      assertThat(table.size()).isEqualTo(1);
      group.copyEnded(true);
      assertThat(group.takeNextToCopy()).isNull();
      table.forgetIfUsedUp(group);
      assertThat(table.size()).isEqualTo(1);
      assertThat(group.takeLinkable()).hasSize(1);
      table.forgetIfUsedUp(group);
      assertThat(table.size()).isZero();
    }
  }

  @Nested
  final class Workers {
    @Test
    void work_isToldOf_whenNobodyWaitsForIt() {
      scheduler.submit(operation, directory("top"));
      assertThat(calls).hasSize(1);
      Assignment top = next();
      scheduler.spawn(top, file("a"));
      assertThat(calls).hasSize(2);
      scheduler.lost(next(), new LostAttempts(Instant.EPOCH, Set.of(), List.of(), 1));
      assertThat(calls).hasSize(3);
      // Another may do what is left, beside the one that reports.
      scheduler.ended(top, Reports.done());
      assertThat(calls).hasSize(4);
      scheduler.ended(next(), Reports.done());
      assertThat(calls).hasSize(4);
    }

    @Test
    void sleeper_isWokenInstead() throws Exception {
      CompletableFuture<Assignment> taken = new CompletableFuture<>();
      Thread sleeper = sleeper(taken);
      scheduler.submit(operation, file("a"));
      assertThat(taken.get(10, TimeUnit.SECONDS).task()).isEqualTo(file("a"));
      assertThat(calls).isEmpty();
      sleeper.join();
      // It does not count as asleep any more.
      scheduler.submit(operation(), file("b"));
      assertThat(calls).hasSize(1);
    }

    /** In a thread of its own, since the lock lets its holder in again. */
    @Test
    void everyCall_leavesTheWayFreeForOthers() throws Exception {
      scheduler.submit(operation, directory("top"));
      scheduler.lost(next(), new LostAttempts(Instant.EPOCH, Set.of(), List.of(), 1));
      scheduler.forgetLinks(1);
      assertThat(scheduler.waiting()).hasSize(1);
      CompletableFuture<Assignment> taken = new CompletableFuture<>();
      Thread.ofPlatform().daemon().start(() -> taken.complete(scheduler.poll(0)));
      assertThat(taken.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void close_sendsSleepersHome() throws Exception {
      CompletableFuture<Assignment> taken = new CompletableFuture<>();
      Thread sleeper = sleeper(taken);
      scheduler.close();
      sleeper.join();
      assertThat(taken.get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void afterClose_whatIsLeftIsDoneFirst() {
      scheduler.submit(operation, file("a"));
      scheduler.close();
      assertThat(scheduler.take()).isNotNull();
      assertThat(scheduler.take()).isNull();
    }

    @Test
    void many_takeEachTaskOnce() throws InterruptedException {
      int tasks = 10_000;
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      Set<Long> ids = Collections.synchronizedSet(new HashSet<>());
      CountDownLatch begun = new CountDownLatch(4);
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(Thread.ofPlatform().start(() -> work(begun, ids)));
      }
      begun.await();
      for (int i = 0; i < tasks; i++) {
        scheduler.spawn(top, file("f" + i));
      }
      scheduler.ended(top, Reports.done());
      OperationResult result = operation.ended().join();
      scheduler.close();
      for (Thread worker : workers) {
        worker.join();
      }
      assertThat(result.counts().files()).isEqualTo(tasks);
      assertThat(ids).hasSize(tasks);
    }

    private void work(CountDownLatch begun, Set<Long> ids) {
      begun.countDown();
      for (Assignment each = scheduler.take(); each != null; each = scheduler.take()) {
        ids.add(each.id());
        scheduler.ended(each, Reports.ofFile(1));
      }
    }

    private Thread sleeper(CompletableFuture<Assignment> taken) {
      Thread thread = Thread.ofPlatform().start(() -> taken.complete(scheduler.take()));
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      return thread;
    }
  }
}
