package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.Recovery.Outcome;
import dev.haul.fs.AppendFile;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The file that has the target's name, whichever that is at the time. For one thread at a time:
 * {@link #acquire}, {@link #write} as often as need be, {@link #release}.
 */
final class TargetFile implements AutoCloseable {
  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  private final Location target;
  private final AppendOptions options;
  private final Root.Kind kind;
  private final @Nullable Intents intents;
  private final List<String> notes = new ArrayList<>();
  private @Nullable Open open;
  private @Nullable IOException whyNoIntent;
  private volatile @Nullable FileIdentity identity;
  private long end;

  /**
   * The file as it was found.
   *
   * @param sidecar what is locked instead of the file itself
   * @param intents null for what is written without any
   */
  private record Open(
      TargetPlace place,
      AppendFile file,
      @Nullable AppendFile sidecar,
      @Nullable IntentFile intents) {
    AppendFile lock() {
      return sidecar == null ? file : sidecar;
    }

    void close() throws IOException {
      try (place;
          file) {
        if (sidecar != null) {
          sidecar.close();
        }
      }
    }
  }

  /**
   * @param intents null to do without
   */
  TargetFile(Location target, AppendOptions options, @Nullable Intents intents) throws IOException {
    this.target = target;
    this.kind = Roots.kindFor(List.of(target));
    this.options = options.withLocking(locking(options.locking()));
    this.intents = this.options.locking() == Locking.NONE ? null : intents;
  }

  private Locking locking(Locking asked) throws IOException {
    if (kind == Root.Kind.LINUX || asked == Locking.NONE || asked == Locking.SIDECAR) {
      return asked;
    }
    if (asked != Locking.AUTO) {
      throw new FileSystemException(
          target.toString(), null, "can only be locked by a file beside it here");
    }
    notes.add(
        target
            + " is locked by a file beside it: this excludes other writers by haul, nobody else");
    return Locking.SIDECAR;
  }

  /** Whether an interrupt of the writing thread would do harm. */
  boolean needsPrivateThread() {
    return kind == Root.Kind.NIO;
  }

  /** The file that was last opened; null before. */
  @Nullable FileIdentity identity() {
    return identity;
  }

  /** Where the last batch ended, in bytes; others may have added more. */
  long end() {
    return end;
  }

  /** What the user may want to know. */
  List<String> notes() {
    return notes;
  }

  /**
   * Opens and locks the file that has the name now, and puts in order what a dead writer has left.
   */
  Recovery acquire() throws IOException {
    while (true) {
      Open found = opened();
      lock(found.lock());
      try {
        if (isCurrent(found)) {
          IntentFile left = found.intents();
          return left != null && left.hasLeft() ? recover(found.file(), left) : Recovery.NOTHING;
        }
        retire(found.intents());
      } catch (IOException | RuntimeException | Error e) {
        release();
        throw e;
      }
      release();
      close(found);
    }
  }

  /**
   * Puts in order what a dead writer has left.
   *
   * @throws IOException also if there is no knowing what a dead writer was about to add
   */
  Recovery recover() throws IOException {
    Intents known = intents;
    if (known == null) {
      throw new FileSystemException(
          target.toString(), null, "what a writer without a lock has left is not known");
    }
    Recovery recovery = acquire();
    try {
      if (isAlsoLockedBesideIt(known)) {
        recovery = recovery.or(recoverBesideIt());
      }
    } finally {
      release();
    }
    if (whyNoIntent != null) {
      throw whyNoIntent;
    }
    return recovery;
  }

  private boolean isAlsoLockedBesideIt(Intents known) throws IOException {
    return options.locking() == Locking.AUTO
        && whyNoIntent == null
        && opened().file().hasEnd()
        && known.has(opened().file().identity(), Locking.SIDECAR);
  }

  private Recovery recoverBesideIt() throws IOException {
    AppendOptions beside = options.withoutCreating().withLocking(Locking.SIDECAR);
    try (TargetFile same = new TargetFile(target, beside, intents)) {
      Recovery recovery = same.recover();
      notes.addAll(same.notes());
      return recovery;
    }
  }

  private static void retire(@Nullable IntentFile intents) {
    if (intents != null) {
      intents.retire();
    }
  }

  private Open opened() throws IOException {
    Open found = open;
    if (found == null) {
      found = open();
      open = found;
      identity = found.file().identity();
    }
    return found;
  }

  private Open open() throws IOException {
    TargetPlace place = TargetPlace.of(target, kind);
    AppendFile file = null;
    try {
      file = place.openFile(options);
      if (options.durability() != Durability.NONE) {
        place.directory().sync();
      }
      AppendFile sidecar = options.locking() == Locking.SIDECAR ? place.openSidecar() : null;
      return new Open(place, file, sidecar, file.hasEnd() ? intents(file) : null);
    } catch (IOException | RuntimeException e) {
      place.close();
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  private @Nullable IntentFile intents(AppendFile file) {
    if (intents == null) {
      return null;
    }
    try {
      IntentFile found = intents.open(file.identity(), file.generation(), options.locking());
      whyNoIntent = null;
      return found;
    } catch (IOException e) {
      String why =
          "cannot use "
              + (e instanceof FileSystemException named ? named.getFile() : "its place")
              + ": "
              + Failure.reasonOf(e);
      whyNoIntent = new FileSystemException(target.toString(), null, why);
      whyNoIntent.initCause(e);
      String note = "a record that a kill cuts in two stays so: " + why;
      if (!notes.contains(note)) {
        notes.add(note);
      }
      return null;
    }
  }

  private void lock(AppendFile file) throws IOException {
    if (options.locking() == Locking.NONE) {
      return;
    }
    Duration timeout = options.lockTimeout();
    if (timeout.isZero()) {
      file.lock();
      return;
    }
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    long pause = SHORTEST_PAUSE;
    while (!file.tryLock()) {
      if (System.nanoTime() - end >= 0) {
        throw new LockTimeoutException(target.toString(), timeout);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private boolean isCurrent(Open found) throws IOException {
    IntentFile known = found.intents();
    if (known != null && known.isRetired()) {
      return false;
    }
    if (!found.file().hasEnd()) {
      return true;
    }
    FileIdentity file = found.file().identity();
    if (!found.place().followed()) {
      return found.place().has(file);
    }
    try (TargetPlace now = TargetPlace.of(target, kind)) {
      return now.has(file);
    }
  }

  private Recovery recover(AppendFile file, IntentFile intents) throws IOException {
    Recovery recovery = Recovery.NOTHING;
    try (AppendFile _ = intents.turn()) {
      for (Intent intent : intents.left()) {
        recovery = recovery.or(recover(file, intent));
      }
    }
    return recovery;
  }

  private Recovery recover(AppendFile file, Intent intent) throws IOException {
    Recovery recovery = new Tail(file, intent).recover();
    intent.clear();
    if (recovery.outcome() == Outcome.LEFT) {
      notes.add(
          target
              + ": a writer was killed while it added a record at byte "
              + recovery.offset()
              + "; what is there is not known to be its alone, and stays");
    }
    return recovery;
  }

  /** How large a batch may be, in bytes. */
  static int largest() {
    return Intent.LARGEST;
  }

  /**
   * Adds {@code batch}, which is direct: all of it, and durable if that is asked for. After an
   * error nothing of it is there, unless the error says so.
   *
   * @param known its checksums, if it is written where it was thought to be
   */
  void write(ByteBuffer batch, @Nullable Checksums known) throws IOException {
    Open found = opened();
    AppendFile file = found.file();
    if (!file.hasEnd()) {
      writeAll(file, batch);
      return;
    }
    int length = batch.remaining();
    long offset = file.size();
    if (file.onlyGrows()) {
      file.reserve(offset, length);
    } else {
      file.expect(offset, length);
    }
    Intent intent = found.intents() == null ? null : found.intents().own();
    if (intent != null) {
      intent.set(
          offset,
          length,
          known != null && known.suit(offset) ? known : Checksums.of(batch, offset));
    }
    try {
      writeAll(file, batch);
      sync(file, length);
      end = offset + length;
    } finally {
      if (intent != null) {
        intent.clear();
      }
    }
  }

  private void writeAll(AppendFile file, ByteBuffer batch) throws IOException {
    int start = batch.position();
    file.write(batch);
    while (batch.hasRemaining()) {
      long end = file.position();
      int before = batch.position();
      try {
        if (file.write(batch) == 0) {
          throw new FileSystemException(target.toString(), null, "takes no more");
        }
      } catch (IOException e) {
        throw cutBack(file, end, before - start, e);
      }
      if (file.hasEnd() && file.position() != end + batch.position() - before) {
        throw new FileSystemException(
            target.toString(), null, "others have written into the record, whose parts stay");
      }
    }
  }

  private void sync(AppendFile file, int length) throws IOException {
    if (options.durability() == Durability.NONE) {
      return;
    }
    try {
      file.sync(options.durability() == Durability.FULL);
    } catch (IOException e) {
      // Never tried again: the kernel tells of lost pages only once.
      throw cutBack(file, file.position(), length, e);
    }
  }

  /**
   * Takes back the last {@code length} bytes, which end at {@code end}.
   *
   * @return the reason, and that they stay if they do
   */
  private IOException cutBack(AppendFile file, long end, long length, IOException reason) {
    if (length == 0 || !file.hasEnd()) {
      return reason;
    }
    try {
      if (file.size() == end) {
        file.truncate(end - length);
        return reason;
      }
      return partStays(length, "others have written behind them", reason);
    } catch (IOException e) {
      return partStays(length, String.valueOf(e.getMessage()), reason);
    }
  }

  private IOException partStays(long length, String why, IOException reason) {
    String text = reason.getMessage() + "; " + length + " bytes stay: " + why;
    IOException told = new FileSystemException(target.toString(), null, text);
    told.initCause(reason);
    return told;
  }

  void release() throws IOException {
    Open found = open;
    if (found != null && options.locking() != Locking.NONE) {
      found.lock().unlock();
    }
  }

  private void close(Open found) throws IOException {
    open = null;
    found.close();
  }

  /** Closes the file; what nobody uses any more goes. */
  @Override
  public void close() throws IOException {
    Open found = open;
    if (found == null) {
      return;
    }
    try {
      IntentFile known = found.intents();
      if (known != null && found.lock().tryLock()) {
        known.retire();
        release();
      }
    } finally {
      close(found);
    }
  }
}
