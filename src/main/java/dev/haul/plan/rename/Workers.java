package dev.haul.plan.rename;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Does something for each of many numbers, with several threads if that pays. */
record Workers(int count) {
  /** Looked at by one thread in the time that it takes to start another. */
  private static final int FEW = 2000;

  /**
   * Calls {@code work} with each number below {@code end}, and returns when all is done.
   *
   * @param work may be called by several threads, and throws nothing
   */
  void forEach(int end, IntConsumer work) {
    int threads = Math.min(count, 1 + end / FEW);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int share = i;
      others.add(
          Thread.ofPlatform()
              .name("haul-planner-" + i)
              .start(() -> work(share, threads, end, work)));
    }
    work(0, threads, end, work);
    others.forEach(Workers::join);
  }

  private static void work(int share, int shares, int end, IntConsumer work) {
    int to = (int) ((long) end * (share + 1) / shares);
    for (int i = (int) ((long) end * share / shares); i < to; i++) {
      work.accept(i);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what is planned must be known to the end all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
