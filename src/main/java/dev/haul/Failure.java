package dev.haul;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * One entry that could not be done, and why.
 *
 * @param source the path it is about, as {@link Location#toString} gives it
 * @param target where it should have gone, if that was known by then
 * @param reason a few words, without the paths
 * @param cause what was thrown; null when it happened in another process
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
    OTHER
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

  @Override
  public String toString() {
    return target == null ? source + ": " + reason : source + " -> " + target + ": " + reason;
  }
}
