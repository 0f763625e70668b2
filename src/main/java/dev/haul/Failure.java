package dev.haul;

import dev.haul.append.LockTimeoutException;
import dev.haul.fs.SourceChangedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry that could not be done, and why.
 *
 * @param source the path it is about, as {@link Location#toString} gives it
 * @param target where it should have gone, if that was known by then
 * @param reason a few words, without the paths
 * @param cause what was thrown; null when it happened in another process, or there were many before
 */
public record Failure(
    Kind kind, String source, @Nullable String target, String reason, @Nullable Throwable cause) {
  /** What sort of failure, as far as a caller would act on it differently. */
  public enum Kind {
    /** The target exists and the policy does not let it go. */
    CONFLICT,
    /** Source and copy were read back and differ. */
    VERIFICATION,
    /** The source was written to while it was copied. */
    CHANGED,
    NOT_FOUND,
    ACCESS_DENIED,
    NO_SPACE,
    /** Somebody else had the target locked for longer than was to be waited. */
    LOCKED,
    OTHER
  }

  private static final List<String> NO_SPACE =
      List.of("No space left on device", "Disk quota exceeded");

  /** The failure about {@code source} and, if it got as far, {@code target}. */
  public static Failure of(IOException error, String source, @Nullable String target) {
    return new Failure(kind(error), source, target, reason(error, source, target), error);
  }

  private static Kind kind(IOException error) {
    return switch (error) {
      case SourceChangedException e -> Kind.CHANGED;
      case LockTimeoutException e -> Kind.LOCKED;
      case FileAlreadyExistsException e -> Kind.CONFLICT;
      case NoSuchFileException e -> Kind.NOT_FOUND;
      case AccessDeniedException e -> Kind.ACCESS_DENIED;
      case FileSystemException e when saysNoSpace(e) -> Kind.NO_SPACE;
      default -> Kind.OTHER;
    };
  }

  // What is behind it, such as what could not be taken back, does not make it another error.
  private static boolean saysNoSpace(FileSystemException error) {
    String reason = error.getReason();
    return reason != null && NO_SPACE.stream().anyMatch(reason::startsWith);
  }

  // Which of both paths an error is about is part of the reason when it is not the source.
  private static String reason(IOException error, String source, @Nullable String target) {
    String words = reasonOf(error);
    boolean aboutTarget =
        target != null
            && error instanceof FileSystemException e
            && !(error instanceof FileAlreadyExistsException)
            && e.getOtherFile() == null
            && target.equals(e.getFile())
            && !target.equals(source);
    return aboutTarget ? words + " (target)" : words;
  }

  /** What an error says, in the kernel's words, without its paths and without names of classes. */
  public static String reasonOf(IOException error) {
    if (error instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return switch (error) {
      case NoSuchFileException e -> "No such file or directory";
      case FileAlreadyExistsException e -> "File exists";
      case AccessDeniedException e -> "Permission denied";
      case NotDirectoryException e -> "Not a directory";
      case DirectoryNotEmptyException e -> "Directory not empty";
      case FileSystemLoopException e -> "Too many levels of symbolic links";
      default -> error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    };
  }

  /** The same without what was thrown, which takes more memory than all the rest. */
  public Failure withoutCause() {
    return cause == null ? this : new Failure(kind, source, target, reason, null);
  }

  @Override
  public String toString() {
    return target == null ? source + ": " + reason : source + " -> " + target + ": " + reason;
  }
}
