package dev.haul.engine.process;

import dev.haul.WorkerSummary;
import dev.haul.engine.Work;
import dev.haul.engine.WorkSource;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Roots;
import dev.haul.task.LostAttempts;
import dev.haul.task.Outcome;
import dev.haul.task.Outcome.Found;
import dev.haul.task.ProgressMeter.Figures;
import dev.haul.task.TaskReport;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker and, when that is lost, the next: takes tasks, has them run, and hands in what comes
 * back. All of it by one thread; only {@link #look} and {@link #summary} are called by others.
 */
final class WorkerSlot {
  /** Tasks sent ahead, so that the worker need not wait for the next one. */
  private static final int AHEAD = 4;

  /**
   * After so many deaths of workers in a row a task is given up, and starting them: three, or
   * thirty if somebody killed them from outside, which need not have to do with either. With one
   * killed every tenth of a second on a busy machine, nine at one task have been seen.
   */
  private static final int MOST_DEATHS = 30;

  private static final int DEATH = 10;
  private static final int KILLED = 1;

  private static final WorkerEnd NEVER_STARTED = new WorkerEnd("was never started", false);

  private static final int MOST_JOBS = 1024;

  private final int number;
  private final WorkerOptions options;
  private final WorkSource source;
  private final BooleanSupplier mayLeave;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private int requests;
  private int tasksOfThis;
  private volatile @Nullable WorkerProcess worker;

  // What the watchman looks at.
  private volatile long heardNanos;
  private volatile long headNanos;
  private volatile boolean waits;
  private volatile boolean atTasks;

  private long leftNanos;

  private long tasks;
  private long files;
  private long bytes;
  private int restarts;
  private int renewals;

  /** A task on its way. */
  private static final class Sent {
    final int request;
    final Work work;
    final Instant begun;
    final Set<FileIdentity> made = new HashSet<>();
    Figures figures = Figures.NONE;
    boolean stopped;
    boolean irrevocable;

    Sent(int request, Work work, Instant begun) {
      this.request = request;
      this.work = work;
      this.begun = begun;
    }
  }

  /**
   * @param mayLeave asked when no worker can be started here: whether others do the work
   */
  WorkerSlot(int number, WorkerOptions options, WorkSource source, BooleanSupplier mayLeave) {
    this.number = number;
    this.options = options;
    this.source = source;
    this.mayLeave = mayLeave;
  }

  /** Works until there is no more work. */
  void run() {
    if (!prepare() && mayLeave.getAsBoolean()) {
      return;
    }
    for (Work work = source.take(); work != null; work = source.take()) {
      send(work);
      while (!sent.isEmpty()) {
        sendAhead();
        receive();
      }
      renewIfDue();
    }
    WorkerProcess last = worker;
    if (last != null) {
      last.dismiss();
    }
  }

  // While others find work for it. What goes wrong here goes wrong again when there is work: where
  // descriptors or processes are few, one more worker is one too many. A killed one is no sign of
  // it.
  private boolean prepare() {
    try {
      start();
      return true;
    } catch (IOException e) {
      return endOfFailed(e).killed();
    }
  }

  private WorkerEnd endOfFailed(IOException error) {
    WorkerProcess failed = worker;
    worker = null;
    return failed == null
        ? new WorkerEnd("does not start: " + error.getMessage(), false)
        : failed.end(error);
  }

  private void sendAhead() {
    while (sent.size() < AHEAD && !isUsedUp() && !knowsTooMuch()) {
      Work work = source.poll(options.workers());
      if (work == null) {
        return;
      }
      send(work);
    }
  }

  private boolean isUsedUp() {
    return options.mostTasks() > 0 && tasksOfThis >= options.mostTasks();
  }

  private boolean knowsTooMuch() {
    WorkerProcess running = worker;
    return running != null && running.knownJobs() > MOST_JOBS;
  }

  private void send(Work work) {
    if (!work.begin()) {
      return;
    }
    WorkerProcess to = ready(work);
    if (to == null) {
      return;
    }
    Sent task = new Sent(++requests, work, Roots.clock());
    sent.addLast(task);
    tasksOfThis++;
    if (sent.size() == 1) {
      newHead();
    }
    attend();
    try {
      to.send(new Message.Run(task.request, work.task(), work.lacksTasks(), work.lostAttempts()));
      leave();
    } catch (IOException e) {
      lost(to, e);
    }
  }

  private void newHead() {
    leftNanos = System.nanoTime();
    headNanos = leftNanos;
  }

  // Time in which nobody listens, because a listener does not return, is not the worker's.
  private void attend() {
    long now = System.nanoTime();
    long began = headNanos;
    headNanos = began + (now - leftNanos);
    heardNanos = now;
    waits = true;
  }

  private void leave() {
    waits = false;
    leftNanos = System.nanoTime();
  }

  /** The worker, started if need be; null if none can be, and the work has ended with that. */
  private @Nullable WorkerProcess ready(Work work) {
    WorkerProcess running = worker;
    if (running != null) {
      return running;
    }
    WorkerEnd end = NEVER_STARTED;
    for (int deaths = 0; deaths < MOST_DEATHS; deaths += weight(end)) {
      try {
        return start();
      } catch (IOException e) {
        end = endOfFailed(e);
      }
    }
    String reason = "no worker gets ready; the last one " + end.words();
    work.ended(TaskReport.failed(work.task(), reason));
    return null;
  }

  private static int weight(WorkerEnd end) {
    return end.killed() ? KILLED : DEATH;
  }

  private WorkerProcess start() throws IOException {
    WorkerProcess started = WorkerProcess.start(number);
    worker = started;
    tasksOfThis = 0;
    atTasks = false;
    attend();
    try {
      started.greet();
    } finally {
      leave();
    }
    atTasks = true;
    return started;
  }

  private void receive() {
    WorkerProcess from = worker;
    if (from == null) {
      return;
    }
    try {
      attend();
      Message message = from.receive();
      leave();
      switch (message) {
        case Message.Alive alive -> alive(alive, from);
        case Message.Made made -> made(made);
        case Message.Irrevocable irrevocable -> irrevocable(irrevocable);
        case Message.Done done -> done(done);
        default -> throw new ProtocolException("a message that is not for the engine");
      }
    } catch (IOException e) {
      lost(from, e);
    }
  }

  private void alive(Message.Alive alive, WorkerProcess from) throws IOException {
    Sent head = sent.peekFirst();
    if (head != null && head.request == alive.request()) {
      advance(head, alive.figures());
    }
    for (Sent task : sent) {
      if (!task.stopped && task.work.isStopped()) {
        task.stopped = true;
        from.send(new Message.Stop(task.request));
      }
    }
  }

  private void made(Message.Made made) throws ProtocolException {
    head(made.request()).made.add(made.directory());
  }

  private void irrevocable(Message.Irrevocable irrevocable) throws ProtocolException {
    head(irrevocable.request()).irrevocable = true;
  }

  private Sent head(int request) throws ProtocolException {
    Sent head = sent.peekFirst();
    if (head == null || head.request != request) {
      throw new ProtocolException("an answer to another question");
    }
    return head;
  }

  private static void advance(Sent task, Figures figures) {
    task.work.progress().advance(task.figures, figures);
    task.figures = figures;
  }

  private void done(Message.Done done) throws ProtocolException {
    Sent head = head(done.request());
    if (done.stopped() && !head.work.isStopped()) {
      throw new ProtocolException("a task ended early that nobody has stopped");
    }
    sent.removeFirst();
    newHead();
    advance(head, done.figures());
    count(done.outcome());
    head.work.ended(done.outcome());
  }

  private void lost(WorkerProcess from, IOException error) {
    waits = false;
    worker = null;
    countRestart();
    WorkerEnd end = from.end(error);
    if (!(error instanceof ProtocolException)) {
      hearLast(from);
    }
    boolean first = true;
    for (Sent task : List.copyOf(sent)) {
      advance(task, Figures.NONE);
      again(task, end, from.run(), first);
      first = false;
    }
    sent.clear();
  }

  /** What it had said before it died is true all the same. */
  private void hearLast(WorkerProcess from) {
    try {
      while (true) {
        switch (from.receive()) {
          case Message.Made made -> made(made);
          case Message.Irrevocable irrevocable -> irrevocable(irrevocable);
          case Message.Done done -> done(done);
          default -> {} // how far it was matters to nobody
        }
      }
    } catch (IOException e) {
      // That was all.
    }
  }

  private static void again(Sent task, WorkerEnd end, String run, boolean wasAtIt) {
    if (task.irrevocable) {
      String reason = "its worker was lost: " + end.words() + "; " + task.work.task().whyNotAgain();
      task.work.ended(TaskReport.failed(task.work.task(), reason));
      return;
    }
    LostAttempts before = task.work.lostAttempts();
    int deaths = before == null ? 0 : before.deaths();
    if (wasAtIt) {
      deaths += weight(end);
    }
    if (deaths >= MOST_DEATHS) {
      String reason = "the workers that tried it were lost; the last one " + end.words();
      task.work.ended(TaskReport.failed(task.work.task(), reason));
      return;
    }
    List<String> runs = new ArrayList<>(before == null ? List.of() : before.runs());
    runs.add(run);
    Set<FileIdentity> made = new HashSet<>(before == null ? Set.of() : before.made());
    made.addAll(task.made);
    Instant begun = before == null ? task.begun : before.begun();
    task.work.lost(new LostAttempts(begun, made, runs, deaths));
  }

  // Only while nothing is on its way: both sides forget at the same moment.
  private void renewIfDue() {
    WorkerProcess old = worker;
    if (old == null) {
      return;
    }
    if (isUsedUp()) {
      worker = null;
      countRenewal();
      old.dismiss();
    } else if (knowsTooMuch()) {
      try {
        old.send(new Message.Reset());
      } catch (IOException e) {
        worker = null;
        old.end(e);
      }
    }
  }

  /** Ends the worker if it has given no sign of life for too long. */
  void look() {
    WorkerProcess looked = worker;
    if (looked == null || !waits) {
      return;
    }
    long now = System.nanoTime();
    long timeout = options.timeout().toNanos();
    if (now - heardNanos > options.silence().toNanos()) {
      looked.kill("gave no sign of life for " + options.silence().toSeconds() + " s");
    } else if (atTasks && timeout > 0 && now - headNanos > timeout) {
      looked.kill("was at one task for more than " + options.timeout().toSeconds() + " s");
    }
  }

  /** This process has not been running itself: nobody could be heard. */
  void excuse() {
    long now = System.nanoTime();
    heardNanos = now;
    headNanos = now;
  }

  private synchronized void count(Outcome outcome) {
    tasks++;
    files += outcome.report().counts().files();
    bytes += outcome.report().counts().bytes();
    for (Found found : outcome.found()) {
      if (found.outcome() != null) {
        count(found.outcome());
      }
    }
  }

  private synchronized void countRestart() {
    restarts++;
  }

  private synchronized void countRenewal() {
    renewals++;
  }

  synchronized WorkerSummary summary() {
    return new WorkerSummary(number, tasks, files, bytes, restarts, renewals);
  }
}
