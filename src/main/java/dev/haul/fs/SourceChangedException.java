package dev.haul.fs;

import java.nio.file.FileSystemException;

/** The source was written to, replaced or truncated while it was copied; the copy was not kept. */
public final class SourceChangedException extends FileSystemException {
  private static final long serialVersionUID = 1;

  public SourceChangedException(String file) {
    super(file, null, "changed while it was copied");
  }
}
