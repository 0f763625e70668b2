package dev.haul.fs.nio;

import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whatever a file system throws, as an exception that names the paths the way the user did. */
final class Errors {
  /** What strerror(3) says of EAGAIN, EBUSY, ESTALE and ETIMEDOUT; the number is not passed on. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "Resource temporarily unavailable",
          "Device or resource busy",
          "Stale file handle",
          "Connection timed out");

  private Errors() {}

  /** Something done to files. */
  @FunctionalInterface
  interface Action<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** Something done to files for its effect. */
  @FunctionalInterface
  interface Effect {
    void run() throws IOException;
  }

  static <T extends @Nullable Object> T naming(String file, Action<T> action)
      throws FileSystemException {
    return naming(file, null, action);
  }

  static <T extends @Nullable Object> T naming(
      String file, @Nullable String other, Action<T> action) throws FileSystemException {
    try {
      return action.run();
    } catch (IOException
        | UnsupportedOperationException
        | IllegalArgumentException
        | DirectoryIteratorException
        | ClosedFileSystemException e) {
      throw exception(e, file, other);
    }
  }

  static void namingEffect(String file, @Nullable String other, Effect effect)
      throws FileSystemException {
    Errors.<@Nullable Void>naming(
        file,
        other,
        () -> {
          effect.run();
          return null;
        });
  }

  static FileSystemException exception(Exception cause, String file, @Nullable String other) {
    if (cause instanceof DirectoryIteratorException && cause.getCause() instanceof IOException e) {
      return exception(e, file, other);
    }
    if (cause instanceof FileSystemException e && names(e, file, other)) {
      return e;
    }
    FileSystemException named = sameKind(cause, file, other);
    named.initCause(cause);
    return named;
  }

  private static boolean names(FileSystemException e, String file, @Nullable String other) {
    return file.equals(e.getFile()) && Objects.equals(other, e.getOtherFile());
  }

  private static FileSystemException sameKind(
      Exception cause, String file, @Nullable String other) {
    String reason = reason(cause);
    return switch (cause) {
      case NoSuchFileException _ -> new NoSuchFileException(file, other, reason);
      case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file, other, reason);
      case AccessDeniedException _ -> new AccessDeniedException(file, other, reason);
      case NotLinkException _ -> new NotLinkException(file, other, reason);
      case AtomicMoveNotSupportedException _ ->
          new AtomicMoveNotSupportedException(file, other, reason);
      case NotDirectoryException _ when other == null -> new NotDirectoryException(file);
      case DirectoryNotEmptyException _ when other == null -> new DirectoryNotEmptyException(file);
      case FileSystemLoopException _ when other == null -> new FileSystemLoopException(file);
      default ->
          reason != null && TRANSIENT.contains(reason)
              ? new TransientFileSystemException(file, other, reason)
              : new FileSystemException(file, other, reason);
    };
  }

  private static @Nullable String reason(Exception cause) {
    return switch (cause) {
      case NotDirectoryException _ -> "Not a directory";
      case DirectoryNotEmptyException _ -> "Directory not empty";
      case FileSystemLoopException _ -> "Too many levels of symbolic links";
      case FileSystemException e -> e.getReason();
      case InvalidPathException e -> "not a name on this file system: " + e.getReason();
      case ReadOnlyFileSystemException _ -> "Read-only file system";
      case ProviderMismatchException _ -> "Invalid cross-device link";
      case ClosedFileSystemException _ -> "the file system is closed";
      case UnsupportedOperationException _ -> "not supported by this file system";
      default -> cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    };
  }
}
