package dev.haul.task;

import dev.haul.append.AppendTransfer;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Losses;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How an engine moves the data of files. */
public interface Mover {
  /** How many small files it deals with best at a time. */
  default int filesAtOnce() {
    return 1;
  }

  /**
   * Moves the data of transfers and ends them. Now or later; the task's report is not closed before
   * each outcome was told.
   *
   * @param targetIsFull whether no more need be tried: what has not moved by then is taken back,
   *     and nobody told
   */
  void move(List<Moving> files, BooleanSupplier targetIsFull);

  /**
   * Adds what is left of a source to the end of its target, until its end or a pause. Now or later,
   * as with {@link #move}; who tells the outcome closes nothing.
   */
  default void append(AppendTransfer transfer, TransferMonitor monitor, Outcome outcome) {
    try {
      transfer.move(monitor);
    } catch (IOException e) {
      outcome.failed(e);
      return;
    } catch (RuntimeException | Error e) {
      outcome.failed(new IOException("internal error: " + e, e));
      return;
    }
    outcome.completed();
  }

  /** Whether {@link #move} and {@link #append} may come back before the data is there. */
  default boolean movesLater() {
    return false;
  }

  /** Whether it has as many files on their way as it can deal with: begin no more. */
  default boolean isFull() {
    return false;
  }

  /** A file to be moved, and who is to be told of it. */
  record Moving(FileTransfer transfer, TransferMonitor monitor, Losses losses, Outcome outcome) {
    /** The same for a mover that comes back before the data is there; see {@link Outcome#held}. */
    public Moving held() {
      return new Moving(transfer, monitor, losses, outcome.held());
    }

    /** Ends it: its data is there. */
    public void complete() {
      try {
        transfer.complete(losses);
      } catch (IOException e) {
        outcome.failed(e);
        return;
      }
      outcome.completed();
    }
  }

  /** Told once what became of a transfer; calls for one task never overlap. */
  interface Outcome {
    void completed();

    void failed(IOException error);

    /**
     * Whom to tell in its place when {@link #move} comes back before: what the transfer needs stays
     * open until then.
     */
    default Outcome held() {
      return this;
    }
  }

  /** Moves in the calling thread, which is the only one of its process that works. */
  static Mover inline() {
    return inline(1, Helpers.NONE);
  }

  /**
   * Moves in the calling thread, large files together with a helper.
   *
   * @param workers how many threads of this process work
   */
  static Mover inline(int workers, Helpers helpers) {
    return new InlineMover(workers, helpers);
  }
}
