package dev.haul;

/**
 * How a {@link Rename} is done.
 *
 * @param dryRun whether nothing is renamed and everything reported as if it were
 * @param failFast whether the first failure ends the operation
 * @param retries how often an entry is tried again after an error that may pass
 */
public record RenameOptions(boolean dryRun, boolean failFast, int retries) {
  public RenameOptions {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }

  public static RenameOptions defaults() {
    return new RenameOptions(false, false, 3);
  }
}
