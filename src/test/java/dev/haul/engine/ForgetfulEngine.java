package dev.haul.engine;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Roots;
import dev.haul.task.LostAttempts;
import dev.haul.task.Mover;
import dev.haul.task.Outcome;
import dev.haul.task.ProgressMeter;
import dev.haul.task.SubtreeRun;
import dev.haul.task.Task;
import dev.haul.task.TaskContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose workers are lost again and again: each task is run up to some point, or to its
 * end, along with more or less of what it finds, and nobody learns of it; then it is run once more,
 * and goes on as far as it comes then.
 */
final class ForgetfulEngine implements TaskEngine {
  private final Appenders appenders = new Appenders();
  private final DirectoryCache directories = new DirectoryCache(8);
  private final Random random = new Random(7);
  private @Nullable WorkSource source;
  private final Runnable between;
  private boolean running;
  private boolean heeds = true;
  private boolean slowsDown;

  ForgetfulEngine() {
    this(() -> {});
  }

  /** One that does again also what must not be done twice: a twin, to see what comes of that. */
  static ForgetfulEngine withoutRegard() {
    ForgetfulEngine engine = new ForgetfulEngine();
    engine.heeds = false;
    return engine;
  }

  /** One whose workers come to the end of whole subtrees before they are lost, and never again. */
  static ForgetfulEngine thatSlowsDown() {
    ForgetfulEngine engine = new ForgetfulEngine();
    engine.slowsDown = true;
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
      run(work);
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

  private void run(Work work) {
    if (!work.begin()) {
      return;
    }
    LostAttempts before = work.lostAttempts();
    if (before != null && before.deaths() > 0) {
      work.ended(new Attempt(before, Integer.MAX_VALUE, false).run(work.task()));
      return;
    }
    Instant begun = Roots.clock();
    Attempt first = new Attempt(before, slowsDown ? Integer.MAX_VALUE : random.nextInt(6), true);
    Outcome answer = first.run(work.task());
    if (first.irrevocable && heeds) {
      work.ended(answer);
      return;
    }
    between.run();
    work.lost(with(before, begun, first.made));
  }

  private static LostAttempts with(
      @Nullable LostAttempts before, Instant begun, Set<FileIdentity> made) {
    if (before == null) {
      return new LostAttempts(begun, made, List.of(), 1);
    }
    Set<FileIdentity> all = new HashSet<>(before.made());
    all.addAll(made);
    return new LostAttempts(before.begun(), all, List.of(), 1);
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
    private final SubtreeRun subtree = new SubtreeRun(this, this::hasTime);
    private final Set<FileIdentity> made = new HashSet<>();
    private final boolean isFirst;
    private int looksLeft;
    private boolean irrevocable;

    Attempt(@Nullable LostAttempts lost, int looks, boolean isFirst) {
      this.lost = lost;
      this.isFirst = isFirst;
      this.looksLeft = looks;
    }

    private boolean hasTime() {
      return slowsDown ? isFirst : random.nextBoolean();
    }

    Outcome run(Task task) {
      return subtree.run(task);
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
      subtree.spawn(task);
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
