package dev.haul.fs;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** An error that may pass: busy, stale, timed out. */
public final class TransientFileSystemException extends FileSystemException {
  private static final long serialVersionUID = 1;

  public TransientFileSystemException(String file, @Nullable String other, String reason) {
    super(file, other, reason);
  }
}
