package dev.haul.engine.async;

import dev.haul.EngineOptions;
import dev.haul.engine.TaskEngine;
import dev.haul.engine.Work;
import dev.haul.engine.WorkSource;
import dev.haul.fs.Roots;
import dev.haul.task.GroupMover;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Few threads for tasks and the ends of transfers; the data moves beside them. */
public final class AsyncEngine implements TaskEngine {
  /** In all buffers together; less where the JVM has less. */
  private static final long MOST_BUFFERED = 64L << 20;

  /** What a file on its way keeps open: itself, its copy, both once more, and two directories. */
  private static final int DESCRIPTORS_PER_FILE = 6;

  private final int limit;
  private final int depth;
  private final int filesAtOnce;
  private final BufferPool buffers =
      new BufferPool(Math.min(MOST_BUFFERED, Runtime.getRuntime().maxMemory() / 4));
  private final ExecutorService channelExecutor;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<AsyncTask> arrivals = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable WorkSource source;
  private int idle;
  private boolean closed;

  private int onTheirWay;

  // Read for every entry without the lock: a late answer does no harm.
  private volatile boolean full;
  private volatile boolean withoutChannels;
  private final LongAdder channelBytes = new LongAdder();

  public AsyncEngine(EngineOptions options) {
    this.limit = options.workers();
    // A quarter of the descriptors for files on their way, an eighth for groups of small ones; half
    // is the directory cache's.
    int affordable = Roots.descriptorLimit() / 4 / DESCRIPTORS_PER_FILE;
    this.depth = Math.clamp(affordable, 1, options.depth());
    this.filesAtOnce = GroupMover.affordable(Roots.descriptorLimit() / 8 / limit);
    this.channelExecutor = lastFirst(Math.min(depth, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Threads that do first what they were given last: to write what was just read, while the
   * processor has it in its cache. In the order of arrival, that would be the turn of all the other
   * files first.
   */
  private ExecutorService lastFirst(int threads) {
    BlockingQueue<Runnable> stack =
        new LinkedBlockingDeque<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public boolean offer(Runnable operation) {
            return offerFirst(operation);
          }
        };
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        stack,
        Thread.ofPlatform().daemon().name("haul-io-", 1).factory()) {
      // The channels hand in what goes wrong, but for what keeps them from that.
      @Override
      protected void afterExecute(Runnable operation, @Nullable Throwable error) {
        WorkSource tasks = source;
        if (error != null && tasks != null) {
          tasks.brokenDown(error);
        }
      }
    };
  }

  @Override
  public void start(WorkSource work) {
    source = work;
  }

  @Override
  public void workAppeared() {
    lock.lock();
    try {
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  private void wakeOne() {
    if (idle > 0) {
      changed.signal();
    } else if (threads.size() < limit && !isFull()) {
      startOne();
    }
  }

  private void startOne() {
    WorkSource tasks = source;
    if (tasks == null) {
      return;
    }
    String name = "haul-names-" + (threads.size() + 1);
    try {
      threads.add(Thread.ofPlatform().daemon().name(name).start(tasks.guarded(this::serve)));
    } catch (OutOfMemoryError e) {
      if (threads.isEmpty()) {
        throw e;
      }
      // The system has no more threads: those there are have to do.
    }
  }

  private void serve() {
    for (Runnable next = take(); next != null; next = take()) {
      next.run();
    }
  }

  /** Waits for something to do; null when there will be nothing any more. */
  private @Nullable Runnable take() {
    lock.lock();
    try {
      while (true) {
        Runnable next = poll();
        if (next != null || closed) {
          return next;
        }
        idle++;
        changed.awaitUninterruptibly();
        idle--;
      }
    } finally {
      lock.unlock();
    }
  }

  // What is on its way is ended before more is begun.
  private @Nullable Runnable poll() {
    AsyncTask arrived = arrivals.poll();
    if (arrived != null) {
      return arrived::endTransfers;
    }
    WorkSource tasks = source;
    Work work = tasks == null || isFull() ? null : tasks.poll();
    return work == null ? null : new AsyncTask(this, work)::begin;
  }

  /** Whether no more files are to be begun until a good part of those on their way has ended. */
  boolean isFull() {
    return full;
  }

  int filesAtOnce() {
    return filesAtOnce;
  }

  ExecutorService channelExecutor() {
    return channelExecutor;
  }

  BufferPool buffers() {
    return buffers;
  }

  void moved(long bytes) {
    channelBytes.add(bytes);
  }

  void lacksChannels() {
    withoutChannels = true;
  }

  /** A file's data is on its way. */
  void departed() {
    lock.lock();
    try {
      onTheirWay++;
      full = full || onTheirWay >= depth;
    } finally {
      lock.unlock();
    }
  }

  /** A transfer has ended. */
  void landed() {
    lock.lock();
    try {
      onTheirWay--;
      full = full && onTheirWay > depth - Math.max(1, depth / 4);
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  /** Transfers of the task have arrived and nobody is at it. */
  void hasArrivals(AsyncTask task) {
    lock.lock();
    try {
      arrivals.add(task);
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean runsInCaller() {
    return false;
  }

  @Override
  public long channelBytes() {
    return channelBytes.sum();
  }

  @Override
  public List<String> notes() {
    return withoutChannels
        ? List.of(
            "some files could not be opened as asynchronous channels: they were moved by plain ones")
        : List.of();
  }

  @Override
  public void close() {
    List<Thread> serving;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      serving = List.copyOf(threads);
    } finally {
      lock.unlock();
    }
    serving.forEach(TaskEngine::join);
    channelExecutor.close();
  }
}
