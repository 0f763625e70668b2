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
