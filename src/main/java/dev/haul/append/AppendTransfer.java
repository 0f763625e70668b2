package dev.haul.append;

import dev.haul.RecordFormat;
import dev.haul.fs.FileStat;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One file's records on their way to the end of another, as far as the file went when it was
 * opened. Owns both from its making on.
 *
 * <p>{@link #move} does it all. Whoever reads and writes in another way reads into {@link #room}
 * from {@link #position} on unless it {@link #isRead}, tells how much by {@link #arrived}, adds the
 * {@link #records} if there are any, tells that by {@link #added}, and goes on until it {@link
 * #isAtEnd} or {@link #pauses}.
 */
public final class AppendTransfer implements AutoCloseable {
  /** Instead of a number of bytes: there are no more. */
  public static final int END = -1;

  private final SourceFile source;
  private final Appenders.Lease target;
  private final String path;
  private final BooleanSupplier stopped;
  private final BooleanSupplier yields;
  private final long size;
  private final RecordSplitter splitter;
  private final long begin;
  private long position;
  private long added;
  private boolean progressed;
  private boolean ended;

  /**
   * @param path the source, for messages
   * @param begin where it is read from, in bytes
   * @param size up to where, at most; less than zero for as far as it goes now
   * @param stopped whether no more is to be added
   * @param yields whether the rest is to be left for later
   */
  public AppendTransfer(
      SourceFile source,
      Appenders.Lease target,
      String path,
      RecordFormat format,
      long begin,
      long size,
      BooleanSupplier stopped,
      BooleanSupplier yields) {
    this.source = source;
    this.target = target;
    this.path = path;
    this.begin = begin;
    this.position = begin;
    this.stopped = stopped;
    this.yields = yields;
    this.size = size < 0 ? source.stat().size() : size;
    this.splitter = new RecordSplitter(format, Math.max(0, this.size - begin));
  }

  public SourceFile source() {
    return source;
  }

  /** Up to where the source is read, in bytes. */
  public long size() {
    return size;
  }

  public Appenders.Lease target() {
    return target;
  }

  /** Adds record after record, until the end or a pause. */
  public void move(TransferMonitor monitor) throws IOException {
    RecordPump pump = new RecordPump(target.appender(), splitter);
    try {
      move(pump, monitor);
    } finally {
      pump.windUp();
      added = pump.added();
    }
  }

  private void move(RecordPump pump, TransferMonitor monitor) throws IOException {
    do {
      int count = isRead() ? END : source.read(room(), position);
      if (count == END) {
        endSource();
        pump.ended();
      } else {
        position += count;
        pump.arrived();
        progressed = pump.hasBegun();
        monitor.moved(count);
      }
    } while (!isAtEnd() && !pauses());
    pump.settle();
  }

  private void endSource() throws SourceChangedException {
    ended = true;
    if (isSized() && position < size) {
      throw new SourceChangedException(path);
    }
  }

  /** Has it begin with this memory, which is direct, instead of memory of its own. */
  public void use(ByteBuffer memory) {
    splitter.use(memory);
  }

  /** Where the next bytes of the source are to be read to: direct, and at least one fits. */
  public ByteBuffer room() throws IOException {
    ByteBuffer room = splitter.room();
    // What is made up as it is read, such as a file of /proc, has no size to go by.
    return isSized() ? room.limit((int) Math.min(room.limit(), room.position() + left())) : room;
  }

  private boolean isSized() {
    FileStat stat = source.stat();
    return size > 0 && stat.allocated() > 0;
  }

  private long left() {
    return Math.max(1, size - position);
  }

  /** Whether there is nothing more to read, though perhaps to add. */
  public boolean isRead() {
    return isSized() && position >= size;
  }

  /** From where in the source. */
  public long position() {
    return position;
  }

  /**
   * So many bytes were read, or {@link #END}.
   *
   * @throws IOException if the source ends in the middle of a record, or became shorter
   */
  public void arrived(int count) throws IOException {
    if (count != END) {
      position += count;
      splitter.arrived();
      return;
    }
    endSource();
    splitter.ended();
  }

  /** What is to be added in one step; empty if no record has ended yet. */
  public ByteBuffer records() {
    return splitter.records();
  }

  /** Adds the records, soon. */
  public CompletableFuture<Void> submit(ByteBuffer records) {
    return target.appender().submit(records, 1, null);
  }

  /** The records were added. */
  public void added(TransferMonitor monitor) throws IOException {
    int count = splitter.records().remaining();
    added += count;
    progressed = true;
    splitter.added(target.appender().expectedOffset());
    monitor.moved(count);
  }

  public boolean isAtEnd() {
    return ended;
  }

  /** Whether the rest is left for later; not before there is less of it. */
  public boolean pauses() {
    return stopped.getAsBoolean() || (progressed && yields.getAsBoolean());
  }

  /** How much was added, in bytes. */
  public long bytesAdded() {
    return added;
  }

  /** Up to where in the source all has been added, in bytes. */
  public long addedUpTo() {
    return Math.min(begin + added, position);
  }

  @Override
  public void close() throws IOException {
    try (target) {
      source.close();
    }
  }
}
