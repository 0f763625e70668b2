package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.Request.Sequence;
import dev.haul.fs.FileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds records to the end of a file that any number of threads, processes and other programs add to
 * as well. All methods may be called by any number of threads.
 *
 * <p>A record is contiguous in the file. It is there whole, or not at all: after an error, and
 * after a kill once the same user's next writer on the same host has come, or {@link #recover}. The
 * next writer has to be one that the dead one's lock kept out: none that locks by fcntl alone after
 * one that locked by flock alone, or the other way round; after one with {@link Locking#SIDECAR}
 * its like alone; and what one with {@link Locking#NONE} has left stays. What a call has returned
 * for, or whose future has completed, is there; with {@link dev.haul.Durability#DATA} also after a
 * power cut. Each thread's records are in its own order.
 *
 * <p>When the file is renamed and another takes its name, later records go to that. A file is known
 * by its name in the directory that was found at first.
 */
public final class Appender implements AutoCloseable {
  /** Bytes that wait to be appended; who adds more waits too. */
  private static final int QUEUE_BYTES = 16 << 20;

  private static final long BUSY_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);

  private final TargetFile target;
  private final Location location;
  private final RequestQueue queue = new RequestQueue();

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Thread writer;

  /** Threads that complete futures, and run what depends on them. */
  private final Set<Thread> tellers = ConcurrentHashMap.newKeySet();

  /** For whoever is busy. */
  private final BatchWriter batches;

  private Appender(Location location, TargetFile target) {
    this.location = location;
    this.target = target;
    this.batches = new BatchWriter(target, queue);
  }

  /**
   * Opens a file, or makes it if {@code options} allow it, and puts in order what a killed writer
   * has left at its end.
   *
   * @throws LockTimeoutException if somebody has it locked for too long
   */
  public static Appender open(Location target, AppendOptions options) throws IOException {
    return open(target, options, Intents.ofUser());
  }

  public static Appender open(Path target, AppendOptions options) throws IOException {
    return open(Location.of(target), options);
  }

  /**
   * @param intents null to do without
   */
  static Appender open(Location location, AppendOptions options, @Nullable Intents intents)
      throws IOException {
    TargetFile target = new TargetFile(location, options, intents);
    Appender appender = new Appender(location, target);
    try {
      appender.begin();
    } catch (IOException | RuntimeException e) {
      target.close();
      throw e;
    }
    return appender;
  }

  /**
   * Adds a record, and returns when it is there.
   *
   * @throws IOException if it is not: nothing of it is in the file, unless the message says so
   * @throws IllegalStateException if this is closed
   */
  public void append(byte[] record) throws IOException {
    append(ByteBuffer.wrap(record), 1, null);
  }

  /** Adds records with nothing between them; all of them, or after an error none. */
  public void append(RecordBatch batch) throws IOException {
    append(ByteBuffer.wrap(batch.bytes(), 0, batch.size()), batch.records(), null);
  }

  /**
   * Adds a record, soon. The caller leaves the bytes alone until the future has ended, and waits
   * here only when too much is waiting already.
   *
   * @return completes when the record is there, or with the {@link IOException} that says why not
   * @throws IllegalStateException if this is closed
   */
  public CompletableFuture<Void> submit(byte[] record) {
    return submit(ByteBuffer.wrap(record), 1, null);
  }

  /** The same of records with nothing between them. */
  public CompletableFuture<Void> submit(RecordBatch batch) {
    return submit(ByteBuffer.wrap(batch.bytes(), 0, batch.size()), batch.records(), null);
  }

  /** Adds the remaining bytes as one record or several, as {@link #append(RecordBatch)} does. */
  public void append(ByteBuffer bytes, int records) throws IOException {
    append(bytes, records, null);
  }

  void append(ByteBuffer bytes, int records, @Nullable Sequence sequence) throws IOException {
    requireOpen();
    if (!bytes.hasRemaining()) {
      return;
    }
    requireFits(bytes);
    Request request = Request.waitedFor(bytes, records, sequence);
    enqueue(request);
    await(request);
    request.throwError();
  }

  /** The same of the remaining bytes. */
  public CompletableFuture<Void> submit(ByteBuffer bytes, int records) {
    return submit(bytes, records, null);
  }

  CompletableFuture<Void> submit(ByteBuffer bytes, int records, @Nullable Sequence sequence) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    try {
      if (queue.backlog() >= QUEUE_BYTES || !bytes.hasRemaining()) {
        append(bytes, records, sequence);
        future.complete(null);
        return future;
      }
      requireFits(bytes);
      Request request = Request.promised(bytes, records, future, sequence);
      if (BatchWriter.isWrittenAlone(request)) {
        // While another thread writes what is before it.
        request.reckon(batches.expectedOffset());
      }
      enqueue(request);
      wakeWriter();
    } catch (IOException e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  /** Where in the file what is added next will probably be, in bytes. */
  long expectedOffset() {
    return batches.expectedOffset();
  }

  private void requireFits(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() > TargetFile.largest()) {
      throw new FileSystemException(
          location.toString(),
          null,
          "records of "
              + bytes.remaining()
              + " bytes cannot be added in one step, at most "
              + TargetFile.largest());
    }
  }

  private void enqueue(Request request) {
    requireOpen();
    queue.add(request);
    // Closing may have looked at the queue before.
    if (closed.get() && queue.withdraw(request)) {
      queue.end(request, new ClosedChannelException());
      request.tell();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the appender is closed: " + location);
    }
  }

  /** Waits until {@code request} has ended; writes it, if nobody else does. */
  private void await(Request request) {
    boolean interrupted = Thread.interrupted(); // it would close channels
    while (!request.isDone()) {
      if (target.needsPrivateThread() && !Thread.currentThread().equals(writer)) {
        wakeWriter();
      } else if (serve(request)) {
        break;
      }
      if (!request.isDone()) {
        LockSupport.park(this);
      }
      interrupted |= Thread.interrupted();
    }
    restore(interrupted);
  }

  /**
   * Writes what waits, unless somebody else does.
   *
   * @param last until when; null to write once
   */
  private boolean serve(@Nullable Request last) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    List<Request> ended = new ArrayList<>();
    boolean outermost = tellers.add(Thread.currentThread());
    try {
      do {
        batches.hold(ended);
      } while (last != null && !last.isDone());
    } finally {
      giveBack();
      // Only now: what depends on them may use this appender too.
      ended.forEach(Request::tell);
      if (outermost) {
        tellers.remove(Thread.currentThread());
      }
    }
    return true;
  }

  private void wakeNext() {
    Request next = queue.first();
    if (next == null) {
      return;
    }
    if (next.waiter() != null && !target.needsPrivateThread()) {
      LockSupport.unpark(next.waiter());
    } else {
      wakeWriter();
    }
  }

  private void wakeWriter() {
    if (!busy.get()) {
      LockSupport.unpark(writer());
    }
  }

  private Thread writer() {
    Thread found = writer;
    return found != null ? found : startWriter();
  }

  private synchronized Thread startWriter() {
    Thread found = writer;
    if (found == null) {
      found = Thread.ofPlatform().daemon().name("haul-append").start(this::write);
      writer = found;
    }
    return found;
  }

  private void write() {
    while (!closed.get()) {
      if (queue.isEmpty() || !serve(null)) {
        LockSupport.park(this);
      }
    }
  }

  /**
   * Puts in order what a killed writer has left at the end of a file that may get no more: each
   * writer does this before it adds anything. With {@link Locking#AUTO}, also what one has left
   * that locked a file beside it, which otherwise only its like put in order.
   *
   * <p>Only what is proven to be that writer's is cut off, and only if the file has not grown since
   * that was proven. In the instant between this last look and the cut, a program that takes no
   * lock could still add something, which would be cut off too.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file: none is made
   * @throws IOException also if what killed writers were about to add is not known, as with {@link
   *     Locking#NONE}
   */
  public static Recovery recover(Location target, AppendOptions options) throws IOException {
    return recover(target, options, Intents.ofUser());
  }

  static Recovery recover(Location target, AppendOptions options, Intents intents)
      throws IOException {
    try (TargetFile file = new TargetFile(target, options.withoutCreating(), intents)) {
      return file.recover();
    }
  }

  /** The same for the file that this one adds to. */
  public Recovery recover() throws IOException {
    requireOpen();
    boolean interrupted = takeOver();
    try {
      return target.recover();
    } finally {
      giveBack();
      restore(interrupted);
    }
  }

  private void begin() throws IOException {
    boolean interrupted = takeOver();
    try {
      target.acquire();
      target.release();
    } finally {
      giveBack();
      restore(interrupted);
    }
  }

  /** Whether records go to that file now, or did when this was last looked at. */
  public boolean addsTo(FileIdentity file) {
    return file.equals(target.identity());
  }

  /** What the user may want to know of how the file is locked, and of what was found in it. */
  public List<String> notes() {
    boolean interrupted = takeOver();
    try {
      return List.copyOf(target.notes());
    } finally {
      giveBack();
      restore(interrupted);
    }
  }

  /** Becomes the only one who uses the target; returns as {@link #pauseUntil} does. */
  private boolean takeOver() {
    return pauseUntil(() -> busy.compareAndSet(false, true));
  }

  private void giveBack() {
    busy.set(false);
    wakeNext();
  }

  /**
   * Waits for what takes others a moment.
   *
   * @return whether this thread was interrupted; it is not until {@link #restore}, for an interrupt
   *     would close channels
   */
  private boolean pauseUntil(BooleanSupplier condition) {
    boolean interrupted = Thread.interrupted();
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(this, BUSY_PAUSE);
      interrupted |= Thread.interrupted();
    }
    return interrupted;
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean othersTell() {
    return tellers.stream().anyMatch(teller -> !teller.equals(Thread.currentThread()));
  }

  /**
   * Waits for what was submitted, and for what its futures run in the threads that append, unless
   * this is called by that; closes the file. Called again, it does nothing.
   */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    List<Request> last = new ArrayList<>();
    boolean interrupted = takeOver();
    try {
      batches.close(last);
    } finally {
      giveBack();
      LockSupport.unpark(writer);
      last.forEach(Request::tell);
      interrupted |= pauseUntil(() -> !othersTell());
      restore(interrupted);
    }
  }
}
