package dev.haul;

import org.jspecify.annotations.Nullable;

/**
 * An owner and a group to set; {@link #KEEP} leaves either alone.
 *
 * @param owner a user id
 * @param group a group id
 */
public record Ownership(int owner, int group) {
  /** In place of an id: not set. */
  public static final int KEEP = -1;

  /** Sets neither. */
  public static final Ownership NONE = new Ownership(KEEP, KEEP);

  /** This, with what it leaves alone taken from {@code other}. */
  public Ownership orElse(Ownership other) {
    if (owner == KEEP && group == KEEP) {
      return other;
    }
    if (owner != KEEP && group != KEEP) {
      return this;
    }
    return new Ownership(owner == KEEP ? other.owner : owner, group == KEEP ? other.group : group);
  }

  // Written out, as the other two: what a record brings costs milliseconds at its first use.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ownership that && owner == that.owner && group == that.group;
  }

  @Override
  public int hashCode() {
    return 31 * owner + group;
  }
}
