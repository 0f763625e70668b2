package dev.haul.plan.rename;

import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Looks up the names of a plan while more of it is being made: to find that a name is free takes
 * longer than to think of it. All its methods are for the thread that makes the plan.
 */
final class Lookups implements AutoCloseable {
  /** Looked up by one thread in the time that it takes to start another. */
  private static final int BATCH = 2048;

  private final DirectoryCache cache;
  private final int helpersAllowed;
  private final List<Thread> helpers = new ArrayList<>();
  // An empty one ends the helper that takes it.
  private final BlockingQueue<List<Lookup>> waiting = new LinkedBlockingQueue<>();
  private List<Lookup> batch = new ArrayList<>();

  /**
   * @param threads at most, the one that makes the plan among them
   */
  Lookups(DirectoryCache cache, int threads) {
    this.cache = cache;
    helpersAllowed = threads - 1;
  }

  void add(Lookup lookup) {
    batch.add(lookup);
    if (batch.size() == BATCH) {
      waiting.add(batch);
      batch = new ArrayList<>(BATCH);
      if (helpers.size() < helpersAllowed) {
        String name = "haul-planner-" + (helpers.size() + 1);
        helpers.add(Thread.ofPlatform().daemon().name(name).start(this::help));
      }
    }
  }

  /** Returns when all that were added have run. */
  void finish() {
    run(batch);
    batch = new ArrayList<>();
    runWaiting();
    endHelpers();
  }

  /** Those that have not run yet never will. */
  @Override
  public void close() {
    waiting.clear();
    endHelpers();
  }

  private void runWaiting() {
    for (List<Lookup> next = waiting.poll(); next != null; next = waiting.poll()) {
      run(next);
    }
  }

  private void help() {
    try {
      for (List<Lookup> next = waiting.take(); !next.isEmpty(); next = waiting.take()) {
        run(next);
      }
    } catch (InterruptedException e) {
      // Nobody does that. What is left is the planner's.
    }
  }

  private void run(List<Lookup> lookups) {
    for (int at = 0; at < lookups.size(); ) {
      PlannedDirectory in = lookups.get(at).in();
      int end = at;
      while (end < lookups.size() && lookups.get(end).in() == in) {
        end++;
      }
      run(in, lookups.subList(at, end));
      at = end;
    }
  }

  private void run(PlannedDirectory in, List<Lookup> lookups) {
    try (Lease lease = cache.lease(in.ref())) {
      for (Lookup lookup : lookups) {
        lookup.run(lease.directory());
      }
    } catch (IOException e) {
      for (Lookup lookup : lookups) {
        lookup.fail(e);
      }
    }
  }

  private void endHelpers() {
    boolean interrupted = false;
    helpers.forEach(_ -> waiting.add(List.of()));
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true; // what is planned must be known to the end all the same
        }
      }
    }
    helpers.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
