package dev.haul.cli;

/** {@code haul --version}. */
final class VersionCommand {
  private VersionCommand() {}

  static ExitCode show(Surroundings surroundings) {
    Output out = surroundings.out();
    out.line("haul " + Installation.VERSION);
    out.line("Java " + Installation.java() + ", " + Installation.system());
    out.line("engines: threads, processes, async");
    out.line("class archive: " + (Installation.archive() == null ? "not in use" : "in use"));
    return ExitCode.DONE;
  }
}
