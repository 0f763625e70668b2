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

  /** A positive number of seconds, to the millisecond. */
  Duration seconds() throws UsageException {
    try {
      Duration duration =
          Duration.ofMillis(new BigDecimal(value).movePointRight(3).longValueExact());
      if (duration.isPositive()) {
        return duration;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw invalid("not a number of seconds, at least 0.001");
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
