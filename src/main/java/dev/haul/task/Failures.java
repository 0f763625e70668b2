package dev.haul.task;

import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.SourceChangedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns exceptions into the failures that are reported. */
public final class Failures {
  private static final Set<String> NO_SPACE =
      Set.of("No space left on device", "Disk quota exceeded");

  private Failures() {}

  /** The failure of one entry, about {@code source} and, if it got as far, {@code target}. */
  public static Failure of(IOException error, String source, @Nullable String target) {
    return new Failure(kind(error), source, target, reason(error, source, target), error);
  }

  /** The failure of a task that ended by an error in haul itself. */
  static Failure internal(Throwable error, String source, @Nullable String target) {
    return new Failure(Kind.OTHER, source, target, "internal error: " + error, error);
  }

  private static Kind kind(IOException error) {
    return switch (error) {
      case VerificationException e -> Kind.VERIFICATION;
      case SourceChangedException e -> Kind.CHANGED;
      case FileAlreadyExistsException e -> Kind.CONFLICT;
      case NoSuchFileException e -> Kind.NOT_FOUND;
      case AccessDeniedException e -> Kind.ACCESS_DENIED;
      case FileSystemException e when saysNoSpace(e) -> Kind.NO_SPACE;
      default -> Kind.OTHER;
    };
  }

  private static boolean saysNoSpace(FileSystemException error) {
    return error.getReason() != null && NO_SPACE.contains(error.getReason());
  }

  // Which of both paths an error is about is part of the reason when it is not the source.
  private static String reason(IOException error, String source, @Nullable String target) {
    String words = Failure.reasonOf(error);
    boolean aboutTarget =
        target != null
            && error instanceof FileSystemException e
            && !(error instanceof FileAlreadyExistsException)
            && e.getOtherFile() == null
            && target.equals(e.getFile())
            && !target.equals(source);
    return aboutTarget ? words + " (target)" : words;
  }
}
