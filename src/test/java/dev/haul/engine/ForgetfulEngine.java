package dev.haul.engine;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Roots;
import dev.haul.task.LostAttempts;
import dev.haul.task.Mover;
import dev.haul.task.ProgressMeter;
import dev.haul.task.Task;
import dev.haul.task.TaskContext;
import dev.haul.task.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose workers are lost again and again: each task is run up to some point, or to its
 * end, and nobody learns of it; then it is run once more.
 */
final class ForgetfulEngine implements TaskEngine {
  private final Appenders appenders = new Appenders();
  private final DirectoryCache directories = new DirectoryCache(8);
  private final Random random = new Random(7);
  private @Nullable WorkSource source;
  private final Runnable between;
  private boolean running;
  private boolean heeds = true;

  ForgetfulEngine() {
    this(() -> {});
  }

  /** One that does again also what must not be done twice: a twin, to see what comes of that. */
  static ForgetfulEngine withoutRegard() {
    ForgetfulEngine engine = new ForgetfulEngine();
    engine.heeds = false;
    return engine;
  }

  /**
   * @param between what happens after each first attempt
   */
  ForgetfulEngine(Runnable between) {
    this.between = between;
  }

  @Override
  public void start(WorkSource work) {
    source = work;
  }

  @Override
  public synchronized void workAppeared() {
    if (running || source == null) {
      return;
    }
    running = true;
    awaitTick();
    for (Work work = source.poll(); work != null; work = source.poll()) {
      runTwice(work);
    }
    running = false;
  }

  // What was there before shall be told by its time from what comes now.
  private static void awaitTick() {
    Instant now = Instant.now();
    while (Roots.clock().isBefore(now)) {
      Thread.onSpinWait();
    }
  }

  private void runTwice(Work work) {
    if (!work.begin()) {
      return;
    }
    Instant begun = Roots.clock();
    Attempt first = new Attempt(null, random.nextInt(6));
    TaskReport answer = first.run(work.task());
    if (first.irrevocable && heeds) {
      work.ended(answer, first.spawned);
      return;
    }
    between.run();
    Attempt second =
        new Attempt(new LostAttempts(begun, first.made, List.of(), 1), Integer.MAX_VALUE);
    TaskReport report = second.run(work.task());
    work.ended(report, second.spawned);
  }

  @Override
  public boolean runsInCaller() {
    return true;
  }

  @Override
  public void close() {
    directories.close();
  }

  private final class Attempt implements TaskContext {
    private final @Nullable LostAttempts lost;
    private final List<Task> spawned = new ArrayList<>();
    private final Set<FileIdentity> made = new HashSet<>();
    private int looksLeft;
    private boolean irrevocable;

    Attempt(@Nullable LostAttempts lost, int looks) {
      this.lost = lost;
      this.looksLeft = looks;
    }

    TaskReport run(Task task) {
      return TaskReport.ofTaskAndItsEnd(task, this, spawned);
    }

    @Override
    public DirectoryCache directories() {
      return directories;
    }

    @Override
    public Mover mover() {
      return Mover.inline();
    }

    @Override
    public Appenders appenders() {
      return appenders;
    }

    @Override
    public void spawn(Task task) {
      spawned.add(task);
    }

    @Override
    public boolean shouldYield() {
      return false;
    }

    @Override
    public boolean lacksTasks() {
      return true;
    }

    @Override
    public boolean isCancelled() {
      return looksLeft-- <= 0;
    }

    @Override
    public @Nullable LostAttempts lostAttempts() {
      return lost;
    }

    @Override
    public void made(FileIdentity directory) {
      made.add(directory);
    }

    @Override
    public void irrevocable() {
      irrevocable = true;
      looksLeft = heeds ? Integer.MAX_VALUE : looksLeft;
    }

    @Override
    public ProgressMeter progress() {
      return new ProgressMeter();
    }
  }
}
