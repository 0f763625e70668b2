package dev.haul;

import java.time.Duration;

/**
 * How records are added to a file.
 *
 * @param locking how other writers are kept out
 * @param lockTimeout how long to wait for them; zero for as long as it takes
 * @param durability what an acknowledged record survives: {@link Durability#NONE} the end of this
 *     process, the others a power cut too
 * @param create whether a file that does not exist is made
 * @param mode permission bits of one that is made; {@link #USUAL_MODE} for 0666 less the umask
 */
public record AppendOptions(
    Locking locking, Duration lockTimeout, Durability durability, boolean create, int mode) {
  public static final int USUAL_MODE = -1;

  public AppendOptions {
    if (lockTimeout.isNegative()) {
      throw new IllegalArgumentException("must not be negative: " + lockTimeout);
    }
    if (mode < USUAL_MODE || mode > 07777) {
      throw new IllegalArgumentException("no mode: " + Integer.toOctalString(mode));
    }
  }

  public static AppendOptions defaults() {
    return new AppendOptions(Locking.AUTO, Duration.ZERO, Durability.NONE, true, USUAL_MODE);
  }

  public AppendOptions withLocking(Locking kind) {
    return new AppendOptions(kind, lockTimeout, durability, create, mode);
  }

  public AppendOptions withLockTimeout(Duration timeout) {
    return new AppendOptions(locking, timeout, durability, create, mode);
  }

  public AppendOptions withDurability(Durability wanted) {
    return new AppendOptions(locking, lockTimeout, wanted, create, mode);
  }

  /** Appends only to a file that is there. */
  public AppendOptions withoutCreating() {
    return new AppendOptions(locking, lockTimeout, durability, false, mode);
  }

  public AppendOptions withMode(int permissions) {
    return new AppendOptions(locking, lockTimeout, durability, create, permissions);
  }
}
