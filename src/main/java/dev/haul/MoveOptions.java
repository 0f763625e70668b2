package dev.haul;

/**
 * How a {@link Move} is done.
 *
 * @param ifExists what happens when a target that is not a directory exists
 * @param merge whether a directory may be moved into one that is there and not empty, entry by
 *     entry; if not, that is a failure
 * @param verify whether what had to be copied is read back and compared before its source goes
 * @param dryRun whether nothing is changed and everything reported as if it were
 * @param failFast whether the first failure ends the operation
 * @param retries how often a file is tried again after an error that may pass
 * @param backupSuffix what {@link ConflictPolicy#BACKUP} appends to the names of what it keeps
 */
public record MoveOptions(
    ConflictPolicy ifExists,
    boolean merge,
    boolean verify,
    boolean dryRun,
    boolean failFast,
    int retries,
    String backupSuffix) {

  /** Replaces nothing, merges nothing. */
  public static MoveOptions defaults() {
    return new MoveOptions(ConflictPolicy.FAIL, false, false, false, false, 3, "~");
  }

  /** How the data goes to another file system: with everything it has. */
  public CopyOptions copyOptions(Durability durability) {
    return CopyOptions.builder()
        .ifExists(ifExists)
        .special(true)
        .verify(verify)
        .dryRun(dryRun)
        .failFast(failFast)
        .retries(retries)
        .backupSuffix(backupSuffix)
        .durability(durability)
        .build();
  }
}
