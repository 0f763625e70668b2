package dev.haul;

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
}
