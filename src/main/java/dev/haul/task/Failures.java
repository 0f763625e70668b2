package dev.haul.task;

import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.VerificationException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns exceptions into the failures that are reported. */
public final class Failures {
  private Failures() {}

  /** The failure of one entry, about {@code source} and, if it got as far, {@code target}. */
  public static Failure of(IOException error, String source, @Nullable String target) {
    Failure failure = Failure.of(error, source, target);
    return error instanceof VerificationException
        ? new Failure(Kind.VERIFICATION, source, target, failure.reason(), error)
        : failure;
  }

  /** The failure of a task that ended by an error in haul itself. */
  static Failure internal(Throwable error, String source, @Nullable String target) {
    return new Failure(Kind.OTHER, source, target, "internal error: " + error, error);
  }
}
