package dev.haul.task;

import java.nio.file.FileAlreadyExistsException;

/** The conflict policy does not let the existing target go; a decision, not a lost race. */
final class ConflictException extends FileAlreadyExistsException {
  private static final long serialVersionUID = 1;

  ConflictException(String target, String reason) {
    super(target, null, reason);
  }
}
