package dev.haul.task;

import java.nio.file.FileSystemException;

/** Source and copy were read back and differ. */
final class VerificationException extends FileSystemException {
  private static final long serialVersionUID = 1;

  VerificationException(String source, String target) {
    super(source, target, "the copy differs from its source");
  }
}
