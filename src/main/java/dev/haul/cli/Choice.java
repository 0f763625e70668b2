package dev.haul.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * A value that somebody chose.
 *
 * @param origin where it is from, as messages name it
 */
record Choice(String value, String origin) {
  /** More, almost 300 years, could not be counted in nanoseconds. */
  private static final long MOST_SECONDS = 9_000_000_000L;

  int number(int least) throws UsageException {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw invalid("not a number of at least " + least);
  }

  /** A positive number of seconds, to the millisecond, that can be counted in nanoseconds. */
  Duration seconds() throws UsageException {
    try {
      // Not by moving the point, which would write out all the zeros of 1e99999999.
      Duration duration =
          Duration.ofMillis(new BigDecimal(value).scaleByPowerOfTen(3).longValueExact());
      if (duration.isPositive() && duration.toSeconds() <= MOST_SECONDS) {
        return duration;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw invalid("not a number of seconds, at least 0.001 and at most " + MOST_SECONDS);
  }

  /** The constant whose name is the value, in lower case. */
  <E extends Enum<E>> E word(E[] constants) throws UsageException {
    StringBuilder known = new StringBuilder();
    for (E constant : constants) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(value)) {
        return constant;
      }
      known.append(known.isEmpty() ? "" : ", ").append(word);
    }
    throw invalid("not one of " + known);
  }

  UsageException invalid(String why) {
    return new UsageException(origin + ": '" + Visible.of(value) + "': " + why);
  }
}
