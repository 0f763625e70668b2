package dev.haul.append;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits to be appended. Any number of threads add to it; one at a time takes from it. */
final class RequestQueue {
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicLong backlog = new AtomicLong();
  private final AtomicLong added = new AtomicLong();

  /** Of whoever takes. */
  private long taken;

  void add(Request request) {
    backlog.addAndGet(request.size());
    added.addAndGet(request.size());
    requests.add(request);
  }

  /** Takes this one, if nobody has. */
  boolean take(Request request) {
    boolean found = withdraw(request);
    taken += found ? request.size() : 0;
    return found;
  }

  /** The same by whoever has added it, and does not take otherwise. */
  boolean withdraw(Request request) {
    return requests.remove(request);
  }

  /** Takes the first; null if there is none. */
  @Nullable Request take() {
    Request first = requests.poll();
    taken += first == null ? 0 : first.size();
    return first;
  }

  /** The first, which stays; null if there is none. */
  @Nullable Request first() {
    return requests.peek();
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Ends one that was taken, well or not; {@link Request#tell} is to follow. */
  void end(Request request, @Nullable IOException error) {
    backlog.addAndGet(-request.size());
    request.end(error);
  }

  /** Bytes that have not been appended yet. */
  long backlog() {
    return backlog.get();
  }

  /** Bytes that were ever added. */
  long added() {
    return added.get();
  }

  /** Bytes that were ever taken. */
  long taken() {
    return taken;
  }
}
