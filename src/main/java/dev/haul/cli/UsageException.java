package dev.haul.cli;

/** A command that cannot be understood; the message says why. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message, null, false, false);
  }

  /** For people: what is wrong, and where to read more. */
  String explanation(String verb) {
    String command = verb.isEmpty() ? "haul" : "haul " + verb;
    return command + ": " + getMessage() + "\nTry '" + command + " --help'.";
  }
}
