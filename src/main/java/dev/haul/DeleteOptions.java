package dev.haul;

/**
 * How a {@link Delete} is done.
 *
 * @param recursive whether a directory goes with all that is in it; else one is a failure
 * @param filter which entries of a tree go; a directory goes when it has become empty
 * @param oneFileSystem whether mount points, and what is mounted there, stay: each is a failure
 * @param dryRun whether nothing is deleted and everything reported as if it were, with sizes
 * @param failFast whether the first failure ends the operation
 * @param retries how often an entry is tried again after an error that may pass
 */
public record DeleteOptions(
    boolean recursive,
    EntryFilter filter,
    boolean oneFileSystem,
    boolean dryRun,
    boolean failFast,
    int retries) {

  public DeleteOptions {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }

  /** Deletes everything but directories. */
  public static DeleteOptions defaults() {
    return new DeleteOptions(false, EntryFilter.ALL, false, false, false, 3);
  }

  /** The same, of directories with all that is in them, too. */
  public DeleteOptions withRecursion() {
    return new DeleteOptions(true, filter, oneFileSystem, dryRun, failFast, retries);
  }

  /** The same with nothing deleted. */
  public DeleteOptions asDryRun() {
    return new DeleteOptions(recursive, filter, oneFileSystem, true, failFast, retries);
  }
}
