package dev.haul.engine;

import dev.haul.task.LinkCandidate;
import dev.haul.task.LostAttempts;
import dev.haul.task.Outcome;
import dev.haul.task.Outcome.Found;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs next and knows what has ended; shared by all engines.
 *
 * <p>Tasks wait in one frontier and the deepest goes first, so that trees are ended before new ones
 * are begun. When the frontier is crowded, tasks are asked to yield: what a directory has left
 * waits as one task below its children. So the frontier holds at most its limit and one task for
 * each level of the tree and each worker, however large the tree is.
 */
final class Scheduler {
  /** Entries that may wait; a few MiB. */
  private static final int CROWDED = 16_384;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Assignment> frontier = new PriorityQueue<>();
  private final LinkTable links = new LinkTable();
  private final Runnable workAppeared;
  private long ids;
  private int idle;
  private boolean closed;
  private int waitingEntries;

  // Asked often and without the lock; a late answer does no harm.
  private volatile boolean crowded;
  private volatile boolean empty = true;

  /**
   * @param workAppeared called, without the lock, when there is more work than idle workers
   */
  Scheduler(Runnable workAppeared) {
    this.workAppeared = workAppeared;
  }

  /** Begins an operation with its first task. */
  void submit(OperationRun operation, Task first) {
    PendingDirectory root = new PendingDirectory(operation, null);
    add(first, root, null);
  }

  /** Adds what a running task has found. */
  void spawn(Assignment parent, Task task) {
    add(task, parent.node(), parent.handedOn());
  }

  private void add(Task task, PendingDirectory parent, @Nullable LostAttempts lost) {
    boolean wanted;
    lock.lock();
    try {
      enqueue(place(task, parent, lost));
      wanted = wakeOne();
    } finally {
      lock.unlock();
    }
    if (wanted) {
      workAppeared.run();
    }
  }

  /** Whether tasks that are not done should return what is left of them. */
  boolean isCrowded() {
    return crowded;
  }

  /** Whether a worker that ended its task now would find no other. */
  boolean isEmpty() {
    return empty;
  }

  /** Waits for a task; null when the scheduler is closed and nothing is left. */
  @Nullable Assignment take() {
    lock.lock();
    try {
      while (frontier.isEmpty() && !closed) {
        idle++;
        changed.awaitUninterruptibly();
        idle--;
      }
      return pop();
    } finally {
      lock.unlock();
    }
  }

  /** A task, if more than {@code others} are left for others then. */
  @Nullable Assignment poll(int others) {
    lock.lock();
    try {
      return frontier.size() > others ? pop() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a task is to be run; if not, it ends with {@link TaskReport#notRun}. */
  boolean begin(Assignment assignment) {
    OperationRun operation = assignment.node().operation();
    operation.begin();
    // What was begun is put in order even when no more is to be begun.
    return !operation.isStopped() || assignment.task().runsWhenStopped();
  }

  /** Takes back a task whose worker was lost: it waits to be run again. */
  void lost(Assignment assignment, LostAttempts attempts) {
    boolean wanted;
    lock.lock();
    try {
      enqueue(assignment.again(attempts));
      wanted = wakeOne();
    } finally {
      lock.unlock();
    }
    if (wanted) {
      workAppeared.run();
    }
  }

  /** Takes what came of a task that was run elsewhere, and of what was run along with it. */
  void ended(Assignment assignment, Outcome outcome) {
    for (Found found : outcome.found()) {
      Outcome known = found.outcome();
      if (known == null) {
        spawn(assignment, found.task());
      } else {
        ended(begun(assignment, found.task()), known);
      }
    }
    ended(assignment, outcome.report());
  }

  private Assignment begun(Assignment parent, Task task) {
    lock.lock();
    try {
      return place(task, parent.node(), parent.handedOn());
    } finally {
      lock.unlock();
    }
  }

  /** Takes the report of a task whose transfers have ended too. */
  void ended(Assignment assignment, TaskReport report) {
    OperationRun operation = assignment.node().operation();
    operation.stopIfDue(report);
    operation.sink().accept(report);
    boolean operationEnded;
    boolean wanted;
    lock.lock();
    try {
      operation.add(report);
      operationEnded = settle(assignment, report) && operation.close();
      wanted = !frontier.isEmpty() && wakeOne();
    } finally {
      lock.unlock();
    }
    try {
      if (wanted) {
        workAppeared.run();
      }
    } finally {
      if (operationEnded) {
        operation.end();
      }
    }
  }

  /** Ends an operation that has no task. */
  void refuse(OperationRun operation, TaskReport report) {
    conclude(operation, report);
  }

  /**
   * Ends an operation of which some task may never be told to have ended, for whoever ran it broke
   * down. May be called again, if no memory was left for all of it.
   */
  void giveUp(OperationRun operation, Throwable error) {
    operation.giveUp();
    conclude(operation, TaskReport.crashed(operation.operation(), error));
  }

  private void conclude(OperationRun operation, TaskReport report) {
    boolean first;
    lock.lock();
    try {
      operation.add(report);
      first = operation.close();
    } finally {
      lock.unlock();
    }
    try {
      if (first) {
        operation.sink().accept(report);
      }
    } finally {
      // Not while somebody else tells of it: the end comes after that.
      if (first || operation.isEnding()) {
        operation.end();
      }
    }
  }

  private boolean settle(Assignment assignment, TaskReport report) {
    PendingDirectory node = assignment.node();
    for (LinkCandidate candidate : report.candidates()) {
      node.opened();
      advance(links.add(candidate, node));
    }
    LinkGroup group = assignment.links();
    if (group != null) {
      group.copyEnded(report.isLinkable());
      advance(group);
    }
    if (report.isIncomplete()) {
      node.incomplete();
    }
    if (report.hasObstacle()) {
      node.obstructed();
    }
    Task finish = report.finish();
    if (finish != null) {
      node.finishWith(finish, assignment.handedOn());
    }
    Task rest = report.rest();
    if (rest != null) {
      enqueue(rest, node, null, assignment.handedOn());
      return false;
    }
    if (assignment.task().searches()) {
      node.operation().progress().searchEnds();
    }
    return close(node);
  }

  /** Schedules what can be done for a hard-linked file now. */
  private void advance(LinkGroup group) {
    LinkGroup.Waiting next = group.takeNextToCopy();
    if (next != null) {
      enqueue(next.copy(), next.node(), group, null);
    }
    for (LinkGroup.Waiting name : group.takeLinkable()) {
      enqueue(group.linkTask(name.copy()), name.node(), null, null);
    }
    links.forgetIfUsedUp(group);
  }

  /** One less is open in a directory; whether that was the last of the whole operation. */
  private boolean close(PendingDirectory from) {
    PendingDirectory node = from;
    while (node.closed()) {
      Task finish = node.takeFinish();
      if (finish != null && node.isIncomplete()) {
        finish = node.isObstructed() ? finish.afterObstacle() : finish.afterFailure();
      }
      if (finish != null) {
        node.opened();
        enqueue(finish, node, null, node.lost());
        return false;
      }
      PendingDirectory parent = node.parent();
      if (parent == null) {
        return true;
      }
      if (node.isIncomplete()) {
        parent.incomplete();
      }
      if (node.isObstructed()) {
        parent.obstructed();
      }
      node = parent;
    }
    return false;
  }

  /** Gives a task its place below a directory, which stays open until it has ended. */
  private Assignment place(Task task, PendingDirectory parent, @Nullable LostAttempts lost) {
    PendingDirectory node = parent;
    if (task.beginsDirectory()) {
      parent.opened();
      node = new PendingDirectory(parent.operation(), parent);
    }
    node.opened();
    if (task.searches()) {
      parent.operation().progress().searchBegins();
    }
    return new Assignment(++ids, task, node, null, lost);
  }

  private void enqueue(
      Task task, PendingDirectory node, @Nullable LinkGroup group, @Nullable LostAttempts lost) {
    enqueue(new Assignment(++ids, task, node, group, lost));
  }

  private void enqueue(Assignment assignment) {
    frontier.add(assignment);
    nowWaiting(waitingEntries + assignment.task().weight());
  }

  private @Nullable Assignment pop() {
    Assignment next = frontier.poll();
    if (next != null) {
      nowWaiting(waitingEntries - next.task().weight());
    }
    return next;
  }

  private void nowWaiting(int entries) {
    waitingEntries = entries;
    crowded = entries >= CROWDED;
    empty = frontier.isEmpty();
  }

  /** Whether nobody was asleep to be woken. */
  private boolean wakeOne() {
    if (idle > 0) {
      changed.signal();
    }
    return idle == 0;
  }

  /** Forgets the hard links of a run that has ended. */
  void forgetLinks(int scope) {
    lock.lock();
    try {
      links.forgetScope(scope);
    } finally {
      lock.unlock();
    }
  }

  /** Lets the workers end when nothing is left to do. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What waits now, for tests of its bound. */
  List<Assignment> waiting() {
    lock.lock();
    try {
      return new ArrayList<>(frontier);
    } finally {
      lock.unlock();
    }
  }
}
