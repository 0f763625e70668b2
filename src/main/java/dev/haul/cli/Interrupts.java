package dev.haul.cli;

import java.time.Duration;
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
  private static final String[] NAMES = {"INT", "TERM", "HUP"};

  private final Messages messages;
  private final Runnable stop;
  private final @Nullable Duration patience;
  private final SignalHandler[] before = new SignalHandler[NAMES.length];
  private volatile @Nullable ExitCode received;

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

  private synchronized void received(ExitCode code) {
    if (received != null) {
      Runtime.getRuntime().halt(received.number());
    }
    received = code;
    messages.note(
        "stopping, and removing what is unfinished"
            + (code == ExitCode.INTERRUPTED ? " (Ctrl-C again leaves at once)" : ""));
    stop.run();
    if (patience != null) {
      Thread.ofPlatform().daemon().name("haul-leave").start(() -> leave(patience, code));
    }
  }

  private static void leave(Duration patience, ExitCode code) {
    LockSupport.parkNanos(patience.toNanos());
    Runtime.getRuntime().halt(code.number());
  }

  /** What a signal demands; nothing if there was none. */
  ExitCode code() {
    ExitCode code = received;
    return code == null ? ExitCode.DONE : code;
  }

  @Override
  public void close() {
    for (int i = 0; i < NAMES.length; i++) {
      if (before[i] != null) {
        Signal.handle(new Signal(NAMES[i]), before[i]);
      }
    }
  }
}
