package dev.haul;

/** How those who append to a file at once keep out of each other's way. */
public enum Locking {
  /** {@link #TARGET} where haul can make system calls, else {@link #SIDECAR}. */
  AUTO,
  /** flock(2) and then an open file description lock, fcntl(2), on the target itself. */
  TARGET,
  /** Only flock(2): excludes flock(1) and {@link #TARGET}, not {@link #OFD} or others by fcntl. */
  FLOCK,
  /** Only an open file description lock: excludes POSIX lockers and {@link #TARGET}, not flock. */
  OFD,
  /** A lock on a file beside the target, its name and {@code .lock}: excludes only haul. */
  SIDECAR,
  /**
   * None. Records are whole all the same while nobody is killed and nothing fails: each is one
   * write at the end of the file.
   */
  NONE
}
