package dev.haul;

/** What becomes of runs of zeros. */
public enum Sparse {
  /** Holes stay holes. */
  AUTO,
  /** Blocks of zeros become holes too. */
  ALWAYS,
  /** Holes are written out as zeros. */
  NEVER
}
