package dev.haul;

/**
 * Where the records of a source end.
 *
 * @param kind by what
 * @param size of each record in bytes, where all have the same; else 0
 */
public record RecordFormat(Kind kind, int size) {
  /** By what one record is told from the next. */
  public enum Kind {
    /** A newline, which belongs to the record; a last one that has none gets one. */
    LINE,
    /** A zero byte, in the same way. */
    NUL,
    /** The whole source is one record. */
    WHOLE,
    /** All have the same size. */
    FIXED
  }

  public static final RecordFormat LINE = new RecordFormat(Kind.LINE, 0);
  public static final RecordFormat NUL = new RecordFormat(Kind.NUL, 0);
  public static final RecordFormat WHOLE = new RecordFormat(Kind.WHOLE, 0);

  private static final String FIXED_PREFIX = "fixed:";

  public RecordFormat {
    if (kind == Kind.FIXED ? size <= 0 : size != 0) {
      throw new IllegalArgumentException("no size of a record: " + size);
    }
  }

  /** Records of {@code size} bytes each. */
  public static RecordFormat fixed(int size) {
    return new RecordFormat(Kind.FIXED, size);
  }

  /**
   * What {@link #toString} gives: {@code line}, {@code nul}, {@code whole}, {@code fixed:N}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static RecordFormat parse(String text) {
    return switch (text) {
      case "line" -> LINE;
      case "nul" -> NUL;
      case "whole" -> WHOLE;
      default -> parseFixed(text);
    };
  }

  private static RecordFormat parseFixed(String text) {
    if (!text.startsWith(FIXED_PREFIX)) {
      throw new IllegalArgumentException("no format of records: " + text);
    }
    return fixed(Integer.parseInt(text.substring(FIXED_PREFIX.length())));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case LINE -> "line";
      case NUL -> "nul";
      case WHOLE -> "whole";
      case FIXED -> FIXED_PREFIX + size;
    };
  }
}
