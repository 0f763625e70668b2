package dev.haul.cli;

/** How a command tells what it does. */
record Presentation(Format format, Verbosity verbosity, When progress, When color, boolean debug) {
  /** What standard output carries. */
  enum Format {
    TEXT,
    JSON,
    JSON_LINES
  }

  /** How much is told. */
  enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE
  }

  boolean isQuiet() {
    return verbosity == Verbosity.QUIET;
  }

  boolean isVerbose() {
    return verbosity == Verbosity.VERBOSE;
  }

  static Presentation of(Choices choices) throws UsageException {
    choices.atMostOne("--verbose", "--quiet");
    choices.atMostOne("--json", "--json-lines");
    choices.atMostOne("--progress", "--no-progress");
    return new Presentation(
        format(choices),
        verbosity(choices),
        choices.has("--no-progress")
            ? When.NEVER
            : choices.word(Setting.PROGRESS, When.values(), When.AUTO),
        choices.word(Setting.COLOR, When.values(), When.AUTO),
        choices.has("--debug"));
  }

  private static Format format(Choices choices) {
    if (choices.has("--json")) {
      return Format.JSON;
    }
    return choices.has("--json-lines") ? Format.JSON_LINES : Format.TEXT;
  }

  private static Verbosity verbosity(Choices choices) {
    if (choices.has("--quiet")) {
      return Verbosity.QUIET;
    }
    return choices.has("--verbose") ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }
}
