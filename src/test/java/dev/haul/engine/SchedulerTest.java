package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.Attribute;
import dev.haul.CopyOptions;
import dev.haul.Counts;
import dev.haul.Failure;
import dev.haul.MoveOptions;
import dev.haul.OperationResult;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.task.CopyFiles;
import dev.haul.task.EndMove;
import dev.haul.task.LinkFile;
import dev.haul.task.LostAttempts;
import dev.haul.task.MoveJob;
import dev.haul.task.Outcome;
import dev.haul.task.Outcome.Found;
import dev.haul.task.RemoveEmptied;
import dev.haul.task.Reports;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The order of things, without anything that is done: no engine, no file. */
final class SchedulerTest extends SchedulerFixture {
  private static final int CROWDED = 16_384;
  private static final MoveJob MOVE =
      new MoveJob(2, false, MoveOptions.defaults(), JOB, JOB, JOB, JOB);

  private static Task files(int count) {
    DirectoryEntry entry = new DirectoryEntry(Name.of("x"), FileType.REGULAR);
    return new CopyFiles(JOB, SOURCE, TARGET, false, Collections.nCopies(count, entry));
  }

  /** A task that is left undone when anything before it was. */
  private static Task finishOfAll(String name) {
    return new RemoveEmptied(MOVE, SOURCE, Name.of(name), SOURCE);
  }

  private OperationResult result() {
    assertThat(operation.ended()).isDone();
    return operation.ended().join();
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

    private static EndMove endOfMove() {
      return new EndMove(MOVE, TARGET, Name.of("top"));
    }

    /** A tree whose deepest directory fails. */
    private void endMoveAfter(Failure.Kind kind) {
      scheduler.submit(operation, directory("top"));
      Assignment top = next();
      scheduler.spawn(top, directory("middle"));
      scheduler.ended(top, Reports.finishing(endOfMove()));
      Assignment middle = next();
      scheduler.spawn(middle, directory("low"));
      scheduler.ended(middle, Reports.done());
      TaskReport report = Reports.done();
      report.failed(new Failure(kind, "low", null, "for a reason", null));
      scheduler.ended(next(directory("low")), report);
    }

    /** Its notes are what the same move needs when it is given again. */
    @Test
    void endOfMove_isLeftOut_whenSomethingFarBelowMaySucceedAnotherTime() {
      endMoveAfter(Failure.Kind.OTHER);
      assertNothingLeft();
      assertThat(operation.ended()).isDone();
    }

    @Test
    void endOfMove_runs_whenWhatIsLeftWasChangedByOthers() {
      endMoveAfter(Failure.Kind.CHANGED);
      scheduler.ended(next(endOfMove()), Reports.done());
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

    @Test
    void operation_endsAlsoWhenNobodyCanBeStartedForWhatOthersHaveLeft() {
      AtomicBoolean fails = new AtomicBoolean();
      Scheduler crowded =
          new Scheduler(() -> {
            if (fails.get()) {
              throw new OutOfMemoryError("no thread");
            }
          });
      crowded.submit(operation, file("a"));
      crowded.submit(operation(), file("b"));
      Assignment one = Objects.requireNonNull(crowded.poll(0));
      fails.set(true);
      assertThatThrownBy(() -> crowded.ended(one, Reports.done())).hasMessage("no thread");
      assertThat(one.node().operation().ended()).isDone();
    }

    @Test
    void operationThatIsGivenUp_endsWhenThatWasTold_alsoIfItIsGivenUpAgainMeanwhile() {
      Error error = new OutOfMemoryError("none left");
      List<OperationRun> broken = new ArrayList<>();
      ReportSink sink =
          _ -> {
            scheduler.giveUp(broken.getFirst(), error);
            calls.add(broken.getFirst().ended().isDone() ? "told too late" : "told");
          };
      broken.add(operation(CopyOptions.defaults(), sink));
      scheduler.giveUp(broken.getFirst(), error);
      assertThat(calls).containsExactly("told");
      assertThat(broken.getFirst().ended()).isDone();
      scheduler.giveUp(broken.getFirst(), error);
      assertThat(calls).hasSize(1);
    }
  }

  @Nested
  final class RunElsewhere {
    @Test
    void whatWasRunAlong_isSettled_andTheRestWaits() {
      scheduler.submit(operation, directory("top"));
      Outcome ended = new Outcome(Reports.ofFile(2), List.of());
      Outcome begun =
          new Outcome(
              Reports.finishing(finish("begun")), List.of(new Found(directory("deep"), null)));
      scheduler.ended(
          next(),
          new Outcome(
              Reports.finishing(finish("top")),
              List.of(
                  new Found(directory("begun"), begun),
                  new Found(directory("ended"), ended),
                  new Found(file("file"), null))));
      scheduler.ended(next(directory("deep")), Reports.ofFile(3));
      scheduler.ended(next(finish("begun")), Reports.done());
      assertThat(operation.ended()).isNotDone();
      scheduler.ended(next(file("file")), Reports.ofFile(4));
      scheduler.ended(next(finish("top")), Reports.done());
      assertNothingLeft();
      Counts counts = operation.ended().join().counts();
      assertThat(counts.files()).isEqualTo(3);
      assertThat(counts.bytes()).isEqualTo(9);
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
    void whatATaskThatWasLostHandsOn_knowsOfTheAttempts_andHasKilledNobody() {
      scheduler.submit(operation, directory("top"));
      scheduler.lost(next(), new LostAttempts(Instant.EPOCH, Set.of(), List.of("run"), 1));
      Assignment again = next();
      scheduler.spawn(again, directory("below"));
      TaskReport report = Reports.leaving(directory("rest"));
      scheduler.ended(again, report);
      LostAttempts known = new LostAttempts(Instant.EPOCH, Set.of(), List.of("run"), 0);
      Assignment below = next(directory("below"));
      assertThat(below.lost()).isEqualTo(known);
      scheduler.ended(below, Reports.finishing(finish("below")));
      Assignment finish = next(finish("below"));
      assertThat(finish.lost()).isEqualTo(known);
      scheduler.ended(finish, Reports.done());
      assertThat(next(directory("rest")).lost()).isEqualTo(known);
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
}
