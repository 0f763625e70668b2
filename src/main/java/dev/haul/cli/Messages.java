package dev.haul.cli;

import org.jspecify.annotations.Nullable;

/** Where lines for people go, on standard error: above the progress line, if there is one. */
final class Messages {
  /** What has to leave the screen while a line is printed. */
  interface Obstacle {
    void hide();
  }

  private final Output err;
  private final Style style;
  private @Nullable Obstacle obstacle;

  Messages(Output err, Style style) {
    this.err = err;
    this.style = style;
  }

  static Messages of(Presentation presentation, Surroundings surroundings) {
    Output err = surroundings.err();
    return new Messages(err, Style.of(presentation.color(), err, surroundings));
  }

  void standAside(Obstacle progress) {
    obstacle = progress;
  }

  void error(String text) {
    line(style.error("haul:") + " " + text);
  }

  void warning(String text) {
    line(style.warning("haul:") + " " + text);
  }

  void note(String text) {
    line("haul: " + text);
  }

  synchronized void line(String text) {
    Obstacle inTheWay = obstacle;
    if (inTheWay != null) {
      inTheWay.hide();
    }
    err.line(text);
  }
}
