package dev.haul.cli;

import dev.haul.ConflictPolicy;
import dev.haul.Failure;
import dev.haul.plan.Refusal;
import org.jspecify.annotations.Nullable;

/** What went wrong, in a sentence: both paths, why, and what can be done about it. */
final class Sentences {
  private static final String EXISTS = "File exists";
  private static final String STAYS = "came or changed meanwhile, and stays";
  private static final String ADDED = " were added before";
  private static final String NOT_EMPTY = "Directory not empty";

  private Sentences() {}

  static String of(Failure failure, RunRequest request) {
    return sentence(
        request.verb(),
        failure.source(),
        failure.target(),
        failure.reason(),
        advice(failure, request));
  }

  static String of(Refusal refusal, String verb) {
    return sentence(
        verb, refusal.source(), refusal.target(), refusal.reason(), advice(refusal.kind(), verb));
  }

  private static String sentence(
      String verb, String source, @Nullable String target, String reason, String advice) {
    StringBuilder text = new StringBuilder("cannot ").append(verb);
    text.append(" '").append(Visible.of(source)).append('\'');
    if (target != null) {
      text.append(" to '").append(Visible.of(target)).append('\'');
    }
    text.append(": ").append(Visible.of(reason));
    return advice.isEmpty() ? text.toString() : text + " (" + advice + ")";
  }

  private static String advice(Failure failure, RunRequest request) {
    return switch (failure.kind()) {
      case CONFLICT -> adviceOnConflict(failure.reason(), request);
      case VERIFICATION ->
          request.verb() + " it again; if that does not help, suspect the disk or the memory";
      case CHANGED -> adviceOnChange(failure.reason(), request.verb());
      case NO_SPACE -> adviceOnSpace(request.verb());
      case LOCKED, NOT_FOUND, ACCESS_DENIED, OTHER -> "";
    };
  }

  private static String adviceOnChange(String reason, String verb) {
    if (verb.equals(AppendSpec.NAME) && reason.endsWith(ADDED)) {
      return "the same command again would add these once more";
    }
    if (!verb.equals(MoveSpec.NAME)) {
      return verb + " it again when nobody writes to it";
    }
    // The same command would go into what is at the target by now.
    return reason.equals(STAYS)
        ? "when nobody writes to it, move -fT with these two paths; all that stays: --merge -fT"
        : "when nobody writes to it, the same command again goes on";
  }

  private static String adviceOnSpace(String verb) {
    String room = "make room where the target is";
    return switch (verb) {
      case MoveSpec.NAME -> room + ", then the same command again goes on";
      case AppendSpec.NAME -> room;
      default -> room + ", then go on with -u";
    };
  }

  private static String adviceOnConflict(String reason, RunRequest request) {
    if (reason.equals(NOT_EMPTY)) {
      return "use --merge to move into it";
    }
    return reason.startsWith(EXISTS) && request.policy() == ConflictPolicy.FAIL
        ? "use -f to replace it, -u if it differs"
        : "";
  }

  private static String advice(Refusal.Kind kind, String verb) {
    return switch (kind) {
      case MISSING_TARGET -> "make it with mkdir -p";
      case NOT_A_DIRECTORY -> "several sources, and a target with a slash, need a directory";
      case INTO_ITSELF -> "choose a target outside of it";
      case SAME_TARGET -> verb + " them one by one, under different names";
      case IS_DIRECTORY -> "use -r to delete it with all that is in it";
      case SCATTERED -> "use -r on that, or rename them one after the other";
      case NOT_A_FILE -> "give it as standard input";
      case MISSING_SOURCE, SAME_FILE, PROTECTED, SAME_NAME, NAME_TAKEN, NOT_A_NAME, UNUSABLE -> "";
    };
  }
}
