package dev.haul;

/** What happens when the target of a file exists. Directories merge under every policy. */
public enum ConflictPolicy {
  /** The file is not copied, and that is a failure. */
  FAIL,
  /** The file is not copied, and that is all right. */
  SKIP,
  /** The target is replaced. */
  REPLACE,
  /** The target is replaced when its size or its modification time differ from the source's. */
  UPDATE,
  /** The target is replaced when the source was modified later. */
  NEWER,
  /** The target is kept under a name of its own, then replaced. */
  BACKUP
}
