package dev.haul.fs.linux;

import dev.haul.fs.EntryPath;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Error numbers of Linux (asm-generic/errno.h; the same on x86-64 and AArch64), and the exceptions
 * they become. Calls in this package return them negated, as the kernel does.
 */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int E2BIG = 7;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int ENOTTY = 25;
  static final int ETXTBSY = 26;
  static final int EFBIG = 27;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int EMLINK = 31;
  static final int ERANGE = 34;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOVERFLOW = 75;
  static final int EOPNOTSUPP = 95;
  static final int ETIMEDOUT = 110;
  static final int ESTALE = 116;
  static final int EDQUOT = 122;

  /** What may pass if it is tried again. */
  private static final int[] TRANSIENT = {EAGAIN, EBUSY, ESTALE, ETIMEDOUT};

  private Errno() {}

  /**
   * The exception for an error number.
   *
   * @param error as returned by {@link Libc}: negative
   */
  static FileSystemException exception(long error, Object file) {
    return exception(error, file.toString(), null);
  }

  /**
   * The exception for an error number.
   *
   * @param error as returned by {@link Libc}: negative
   * @param file what is a path when it is turned into a string, as {@link EntryPath} is
   */
  static FileSystemException exception(long error, Object file, Object other) {
    return exception(error, file.toString(), other.toString());
  }

  private static FileSystemException exception(long error, String file, @Nullable String other) {
    int number = (int) -error;
    return switch (number) {
      case ENOENT -> new NoSuchFileException(file, other, null);
      case EEXIST -> new FileAlreadyExistsException(file, other, null);
      case EACCES -> new AccessDeniedException(file, other, null);
      case ENOTDIR -> other == null ? new NotDirectoryException(file) : plain(number, file, other);
      case ENOTEMPTY ->
          other == null ? new DirectoryNotEmptyException(file) : plain(number, file, other);
      case ELOOP -> other == null ? new FileSystemLoopException(file) : plain(number, file, other);
      case EXDEV ->
          other == null
              ? plain(number, file, other)
              : new AtomicMoveNotSupportedException(file, other, words(number));
      case EAGAIN, EBUSY, ESTALE, ETIMEDOUT ->
          new TransientFileSystemException(file, other, words(number));
      default -> plain(number, file, other);
    };
  }

  /** What a channel of the JDK has thrown, which knows neither the files nor the number. */
  static FileSystemException named(IOException error, Object file, Object other) {
    String words =
        error instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : String.valueOf(error.getMessage());
    for (int number : TRANSIENT) {
      if (words(number).equals(words)) {
        return caused(exception(-number, file, other), error);
      }
    }
    return caused(new FileSystemException(file.toString(), other.toString(), words), error);
  }

  private static FileSystemException caused(FileSystemException named, IOException cause) {
    named.initCause(cause);
    return named;
  }

  private static FileSystemException plain(int number, String file, @Nullable String other) {
    return new FileSystemException(file, other, words(number));
  }

  /** The words of strerror(3) in the C locale. */
  private static String words(int number) {
    return switch (number) {
      case EPERM -> "Operation not permitted";
      case EIO -> "Input/output error";
      case ENXIO -> "No such device or address";
      case EAGAIN -> "Resource temporarily unavailable";
      case EBUSY -> "Device or resource busy";
      case EXDEV -> "Invalid cross-device link";
      case ENODEV -> "No such device";
      case ENOTDIR -> "Not a directory";
      case EISDIR -> "Is a directory";
      case EINVAL -> "Invalid argument";
      case EMFILE -> "Too many open files";
      case ETXTBSY -> "Text file busy";
      case EFBIG -> "File too large";
      case ENOSPC -> "No space left on device";
      case EROFS -> "Read-only file system";
      case EMLINK -> "Too many links";
      case ENAMETOOLONG -> "File name too long";
      case ENOTEMPTY -> "Directory not empty";
      case ELOOP -> "Too many levels of symbolic links";
      case EOPNOTSUPP -> "Operation not supported";
      case ETIMEDOUT -> "Connection timed out";
      case ESTALE -> "Stale file handle";
      case EDQUOT -> "Disk quota exceeded";
      default -> "error " + number;
    };
  }
}
