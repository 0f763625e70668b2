package dev.haul.cli;

import dev.haul.Progress;
import java.time.Duration;

/** A line every few seconds, for logs. */
final class ProgressLog implements ProgressView {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int WIDTH = 200;

  private final Messages messages;
  private final ProgressText text = new ProgressText();
  private Duration next = INTERVAL;

  ProgressLog(Messages messages) {
    this.messages = messages;
  }

  @Override
  public void show(Progress progress) {
    if (progress.elapsed().compareTo(next) >= 0) {
      next = progress.elapsed().plus(INTERVAL);
      messages.note(text.line(progress, WIDTH));
    }
  }

  @Override
  public void end() {}
}
