package dev.haul.cli;

import dev.haul.Progress;
import java.time.Duration;
import java.util.function.IntSupplier;

/** One line at the bottom of the terminal that is written again and again. */
final class ProgressLine implements ProgressView, Messages.Obstacle {
  /** What is done sooner needs no progress. */
  static final Duration USUAL_PAUSE = Duration.ofMillis(500);

  private static final Duration SAME_WIDTH = Duration.ofSeconds(2);
  private static final String CLEAR_REST = "\u001b[K";
  private static final String CLEAR = "\r" + CLEAR_REST;

  // A line too long for a terminal that has become narrower would be two, and remain.
  private static final String CUT = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final Output err;
  private final Duration pause;
  private final IntSupplier width;
  private final ProgressText text = new ProgressText();
  private Duration measured = Duration.ZERO;
  private int columns;
  private boolean visible;

  /**
   * A line on standard error.
   *
   * @param pause before anything is shown
   * @param width asked for the columns of the terminal now and then
   */
  ProgressLine(Output err, Duration pause, IntSupplier width) {
    this.err = err;
    this.pause = pause;
    this.width = width;
  }

  @Override
  public synchronized void show(Progress progress) {
    Duration now = progress.elapsed();
    if (now.compareTo(pause) < 0) {
      return;
    }
    if (columns == 0 || now.minus(measured).compareTo(SAME_WIDTH) > 0) {
      columns = width.getAsInt();
      measured = now;
    }
    err.print("\r" + CUT + text.line(progress, columns) + CLEAR_REST + WRAP);
    visible = true;
  }

  @Override
  public synchronized void hide() {
    if (visible) {
      err.print(CLEAR);
      visible = false;
    }
  }

  @Override
  public void end() {
    hide();
  }
}
