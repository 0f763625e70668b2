package dev.haul.task;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Live figures of a run, for people to look at: nothing is ever decided or counted by them. */
public final class ProgressMeter {
  private final LongAdder found = new LongAdder();
  private final LongAdder done = new LongAdder();
  private final LongAdder bytesFound = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicLong searching = new AtomicLong();
  private volatile String current = "";

  /**
   * What part of a run, elsewhere, has come to.
   *
   * @param current a file that somebody may wait for; empty if there is none
   */
  public record Figures(
      long entriesFound, long entriesDone, long bytesFound, long bytesMoved, String current) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, "");
  }

  /** One operand of the run. */
  public void foundOperand() {
    found.increment();
  }

  /** A task has appeared that may find more to do. */
  public void searchBegins() {
    searching.incrementAndGet();
  }

  /** It has ended. */
  public void searchEnds() {
    searching.decrementAndGet();
  }

  /** Whether all there is to do has been found. */
  public boolean isComplete() {
    return searching.get() == 0;
  }

  void found(long entries) {
    found.add(entries);
  }

  void done() {
    done.increment();
  }

  /** Data that has yet to be moved; less than zero if it need not be after all. */
  void foundBytes(long size) {
    bytesFound.add(size);
  }

  void bytes(long moved) {
    bytes.add(moved);
  }

  /** A file large enough that somebody may wait for it. */
  void workingOn(String path) {
    current = path;
  }

  public Figures figures() {
    return new Figures(found.sum(), done.sum(), bytesFound.sum(), bytes.sum(), current);
  }

  /** Adds what a part of the run has come to; it may turn out to be less than it was. */
  public void advance(Figures from, Figures to) {
    found.add(to.entriesFound() - from.entriesFound());
    done.add(to.entriesDone() - from.entriesDone());
    bytesFound.add(to.bytesFound() - from.bytesFound());
    bytes.add(to.bytesMoved() - from.bytesMoved());
    if (!to.current().isEmpty()) {
      current = to.current();
    }
  }

  public long entriesFound() {
    return found.sum();
  }

  public long entriesDone() {
    return done.sum();
  }

  public long bytesFound() {
    return bytesFound.sum();
  }

  public long bytesMoved() {
    return bytes.sum();
  }

  public String current() {
    return current;
  }
}
