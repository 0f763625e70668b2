package dev.haul.append;

/**
 * What became of the last batch of a writer that was killed.
 *
 * @param outcome what was done
 * @param offset where in the file the batch begins
 * @param bytes how much of it was found
 */
public record Recovery(Outcome outcome, long offset, long bytes) {
  static final Recovery NOTHING = new Recovery(Outcome.NOTHING, 0, 0);

  /** Of two batches, that which is more to be told of. */
  Recovery or(Recovery other) {
    return other.outcome.compareTo(outcome) < 0 ? this : other;
  }

  /** What was found, and done, in the order of what is the more to be told. */
  public enum Outcome {
    /** No writer was killed at it, or none of its bytes had been written. */
    NOTHING,
    /** It was there whole, and stays. */
    WHOLE,
    /** Its beginning was at the end of the file, and was cut off. */
    CUT,
    /** What is there cannot be told from what others have written, and stays. */
    LEFT
  }
}
