package dev.haul.fs;

import java.nio.file.FileSystemException;

/** Source and copy were read back and differ; the copy is not kept. */
public final class VerificationException extends FileSystemException {
  private static final long serialVersionUID = 1;

  public VerificationException(String source, String target) {
    super(source, target, "the copy differs from its source");
  }
}
