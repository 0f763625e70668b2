package dev.haul;

/** Whether a file's data is shared with its copy where the file system can (xfs, btrfs). */
public enum Reflink {
  /** Share where possible, copy elsewhere. */
  AUTO,
  /** Share, or fail. */
  ALWAYS,
  /** Copy the bytes. */
  NEVER
}
