package dev.haul.append;

import dev.haul.Failure;
import dev.haul.RecordFormat;
import dev.haul.append.Request.Sequence;
import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Adds the records of a source to the end of a file while more of them are read. After a failure
 * none of those behind it is added. For one thread, which reads into {@link #room}, tells that by
 * {@link #arrived}, in the end calls {@link #ended} or {@link #settle}, and always {@link #windUp}.
 */
public final class RecordPump {
  /** Less is added at once: handing it to another thread would take longer. */
  private static final int WORTH_HANDING_OVER = 128 << 10;

  /** More than is written under one hold of the lock, so that there is one to read into. */
  private static final int MOST_BUFFERS = 4;

  private final Appender target;
  private final RecordSplitter splitter;
  private final Sequence sequence = new Sequence();
  private final Queue<Step> underWay = new ArrayDeque<>();
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private long added;

  /** Records that are being added, and where they are. */
  private record Step(ByteBuffer memory, int size, CompletableFuture<Void> end) {}

  /**
   * @param expected how much there is to read, in bytes, if that is known; else 0
   */
  public RecordPump(Appender target, RecordFormat format, long expected) {
    this(target, new RecordSplitter(format, expected));
  }

  RecordPump(Appender target, RecordSplitter splitter) {
    this.target = target;
    this.splitter = splitter;
  }

  /** Where the next bytes of the source go; see {@link RecordSplitter#room}. */
  public ByteBuffer room() throws IOException {
    return splitter.room();
  }

  /**
   * The room was filled up to its position: what is whole now is added, soon.
   *
   * @throws IOException if something could not be added, now or before
   */
  public void arrived() throws IOException {
    splitter.arrived();
    add();
  }

  /**
   * There is no more: what is left is added, and all awaited.
   *
   * @throws IOException if it is only a part of a record, or something could not be added
   */
  public void ended() throws IOException {
    settle();
    splitter.ended();
    add();
    settle();
  }

  /**
   * Awaits what is under way.
   *
   * @throws IOException if something could not be added
   */
  public void settle() throws IOException {
    while (!underWay.isEmpty()) {
      take();
    }
  }

  /**
   * A failure that says what is there.
   *
   * @param before how many bytes were added before it
   */
  public static Failure withProgress(Failure failure, long before) {
    return before == 0
        ? failure
        : new Failure(
            failure.kind(),
            failure.source(),
            failure.target(),
            failure.reason() + "; " + before + " bytes were added before",
            failure.cause());
  }

  /** Whether anything has been added, or is about to be. */
  boolean hasBegun() {
    return added > 0 || !underWay.isEmpty();
  }

  /** How much has been added, in bytes. */
  public long added() {
    return added;
  }

  private void add() throws IOException {
    ByteBuffer records = splitter.records();
    int size = records.remaining();
    if (size >= WORTH_HANDING_OVER) {
      underWay.add(new Step(splitter.memory(), size, target.submit(records, 1, sequence)));
      splitter.goOnIn(memory(), target.expectedOffset());
    } else if (size > 0) {
      target.append(records, 1, sequence);
      splitter.added(target.expectedOffset());
      added += size;
    }
  }

  private ByteBuffer memory() throws IOException {
    while (underWay.size() == MOST_BUFFERS || isNextDone()) {
      take();
    }
    ByteBuffer memory = spare.poll();
    return memory == null ? PageBuffer.allocate(RecordSplitter.USUAL) : memory;
  }

  private boolean isNextDone() {
    Step next = underWay.peek();
    return next != null && next.end().isDone();
  }

  private void take() throws IOException {
    Step first = underWay.remove();
    try {
      first.end().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException reason ? reason : new IOException(e.getCause());
    }
    spare.push(first.memory());
    added += first.size();
  }

  /** Awaits what is under way, whatever comes of it. */
  public void windUp() {
    while (!underWay.isEmpty()) {
      try {
        take();
      } catch (IOException e) {
        // Whoever uses this was told of the first one.
      }
    }
  }
}
