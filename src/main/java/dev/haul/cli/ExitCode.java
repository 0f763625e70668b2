package dev.haul.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a command tells the shell; of several, the strongest is told. */
enum ExitCode {
  DONE(0, "all was done"),
  CONFLICT(4, "a target exists, and nothing worse"),
  DIFFERENCE(3, "--verify found a difference, and nothing worse"),
  FAILED(1, "something failed"),
  USAGE(2, "the command was not understood"),
  HANGUP(129, "stopped by SIGHUP"),
  INTERRUPTED(130, "stopped by SIGINT, as by Ctrl-C"),
  TERMINATED(143, "stopped by SIGTERM");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  /** What each number means, by number. */
  static Map<String, String> meanings() {
    Map<Integer, String> sorted = new TreeMap<>();
    for (ExitCode code : values()) {
      sorted.put(code.number, code.meaning);
    }
    Map<String, String> meanings = new LinkedHashMap<>();
    sorted.forEach((number, meaning) -> meanings.put("  " + number, meaning));
    return meanings;
  }

  /** The stronger of both: constants are listed from the weakest to the strongest. */
  ExitCode merge(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
