package dev.haul.cli;

/** Colours of one stream, or none. */
final class Style {
  private static final String RESET = "\u001b[0m";

  private final boolean coloured;

  private Style(boolean coloured) {
    this.coloured = coloured;
  }

  /** What the user, the conventions of the environment and the stream itself come to. */
  static Style of(When when, Output output, Surroundings surroundings) {
    return new Style(
        switch (when) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> isWanted(output, surroundings);
        });
  }

  private static boolean isWanted(Output output, Surroundings surroundings) {
    if (!surroundings.variable("NO_COLOR").isEmpty()) {
      return false;
    }
    String force = surroundings.variable("CLICOLOR_FORCE");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return !surroundings.variable("TERM").equals("dumb") && output.isTerminal();
  }

  boolean isColoured() {
    return coloured;
  }

  String error(String text) {
    return in("\u001b[1;31m", text);
  }

  String warning(String text) {
    return in("\u001b[33m", text);
  }

  private String in(String colour, String text) {
    return coloured ? colour + text + RESET : text;
  }
}
