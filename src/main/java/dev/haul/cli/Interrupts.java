package dev.haul.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Stops a run on SIGINT, SIGTERM or SIGHUP: the first lets it wind down, the second leaves at once.
 * What waits for a lock does not hear the first; where nothing is lost by it, haul leaves after a
 * while without a second.
 */
final class Interrupts implements AutoCloseable {
  private static final ExitCode[] CODES = {
    ExitCode.INTERRUPTED, ExitCode.TERMINATED, ExitCode.HANGUP
  };
  private static final long LAST_WORD_MILLIS = 500;
  private static final String[] NAMES = {"INT", "TERM", "HUP"};

  private final Messages messages;
  private final Runnable stop;
  private final @Nullable Duration patience;
  private final SignalHandler[] before = new SignalHandler[NAMES.length];
  private final AtomicReference<ExitCode> received = new AtomicReference<>(ExitCode.DONE);
  private final CountDownLatch told = new CountDownLatch(1);

  private Interrupts(Messages messages, Runnable stop, @Nullable Duration patience) {
    this.messages = messages;
    this.stop = stop;
    this.patience = patience;
  }

  /**
   * @param stop called once, by another thread
   * @param patience after how long haul leaves in any case; null for never
   */
  static Interrupts install(Messages messages, Runnable stop, @Nullable Duration patience) {
    Interrupts interrupts = new Interrupts(messages, stop, patience);
    for (int i = 0; i < NAMES.length; i++) {
      interrupts.install(i);
    }
    return interrupts;
  }

  private void install(int index) {
    ExitCode code = CODES[index];
    Signal signal = new Signal(NAMES[index]);
    SignalHandler handler = _ -> received(code);
    try {
      before[index] = Signal.handle(signal, handler);
    } catch (IllegalArgumentException e) {
      return; // the JVM was told to leave signals alone
    }
    // Such as under nohup: whoever started us does not want it to be heard.
    if (SignalHandler.SIG_IGN.equals(before[index])) {
      Signal.handle(signal, SignalHandler.SIG_IGN);
    }
  }

  // By a thread of its own for each signal, which may wait for ever where nobody reads what haul
  // prints: so that comes last, and no lock is taken before.
  private void received(ExitCode code) {
    if (!received.compareAndSet(ExitCode.DONE, code)) {
      Runtime.getRuntime().halt(received.get().number());
    }
    stop.run();
    if (patience != null) {
      Thread.ofPlatform().daemon().name("haul-leave").start(() -> leave(patience, code));
    }
    messages.note(
        "stopping, and removing what is unfinished"
            + (code == ExitCode.INTERRUPTED ? " (Ctrl-C again leaves at once)" : ""));
    told.countDown();
  }

  private static void leave(Duration patience, ExitCode code) {
    LockSupport.parkNanos(patience.toNanos());
    Runtime.getRuntime().halt(code.number());
  }

  /** What a signal demands; nothing if there was none. */
  ExitCode code() {
    return received.get();
  }

  @Override
  public void close() {
    if (received.get() != ExitCode.DONE) {
      awaitTold();
    }
    for (int i = 0; i < NAMES.length; i++) {
      if (before[i] != null) {
        Signal.handle(new Signal(NAMES[i]), before[i]);
      }
    }
  }

  // Who ends the process would be faster than who tells why; but where nobody reads, it ends.
  private void awaitTold() {
    try {
      boolean _ = told.await(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
