package dev.haul.append;

import java.nio.file.FileSystemException;
import java.time.Duration;

/** Somebody else had the file locked for too long. Nothing was written. */
public final class LockTimeoutException extends FileSystemException {
  private static final long serialVersionUID = 1;

  LockTimeoutException(String file, Duration waited) {
    super(file, null, "locked by somebody else for more than " + text(waited));
  }

  private static String text(Duration waited) {
    return waited.toMillis() % 1000 == 0 ? waited.toSeconds() + " s" : waited.toMillis() + " ms";
  }
}
