package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.OperationResult;
import dev.haul.task.LostAttempts;
import dev.haul.task.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for work, and who is told of it. */
final class SchedulerWorkersTest extends SchedulerFixture {
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
