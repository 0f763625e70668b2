package dev.haul.cli;

import dev.haul.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints failures as they come; of many with the same reason, the first ones and a number. */
final class FailureLog {
  private static final int SHOWN = 10;

  /** Reasons told apart; beyond that, something odd is in them. */
  private static final int REASONS = 50;

  private static final String OTHERS = "other reasons";

  private final Messages messages;
  private final RunRequest request;
  private final Map<String, Integer> seen = new LinkedHashMap<>();

  FailureLog(Messages messages, RunRequest request) {
    this.messages = messages;
    this.request = request;
  }

  void add(Failure failure) {
    String reason = failure.reason();
    String group = seen.size() < REASONS || seen.containsKey(reason) ? reason : OTHERS;
    if (seen.merge(group, 1, Integer::sum) <= SHOWN) {
      messages.error(Sentences.of(failure, request));
      showCause(failure);
    }
  }

  private void showCause(Failure failure) {
    Throwable cause = failure.cause();
    if (request.presentation().debug() && cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace, true));
      for (String line : trace.toString().split("\n", -1)) {
        messages.line("  " + Visible.of(line));
      }
    }
  }

  /** Tells how many have not been shown. */
  void end() {
    seen.forEach((reason, count) -> {
      if (count > SHOWN) {
        messages.error(
            "and " + (count - SHOWN) + " more: " + Visible.of(reason) + " (--json lists all)");
      }
    });
  }
}
