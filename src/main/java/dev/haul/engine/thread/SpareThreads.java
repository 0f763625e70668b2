package dev.haul.engine.thread;

import dev.haul.fs.Crew;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** As many threads as there are workers without work; they live for one file. */
final class SpareThreads implements Crew {
  private final int limit;
  private final AtomicInteger busy = new AtomicInteger();

  /**
   * @param limit threads that may be busy at once
   */
  SpareThreads(int limit) {
    this.limit = limit;
  }

  void workBegins() {
    busy.incrementAndGet();
  }

  void workEnds() {
    busy.decrementAndGet();
  }

  @Override
  public void runTogether(Work work) throws IOException {
    AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
    Runnable run = () -> run(work, error);
    List<Thread> helpers = start(limit - busy.get(), run);
    run.run();
    helpers.forEach(SpareThreads::join);
    busy.addAndGet(-helpers.size());
    rethrow(error.get());
  }

  private List<Thread> start(int count, Runnable run) {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      busy.incrementAndGet();
      helpers.add(Thread.ofPlatform().daemon().name("haul-helper-" + i).start(run));
    }
    return helpers;
  }

  private static void run(Work work, AtomicReference<@Nullable Throwable> error) {
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      if (!error.compareAndSet(null, e)) {
        Throwable first = error.get();
        if (first != null && !first.equals(e)) {
          first.addSuppressed(e);
        }
      }
    }
  }

  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was begun is waited for all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable error) throws IOException {
    switch (error) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(error);
    }
  }
}
