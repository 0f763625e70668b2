package dev.haul.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Amount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Amount() {}

  /** Bytes in the largest unit of which there is one at least, such as {@code 3.4 MiB}. */
  static String bytes(long bytes) {
    int unit = 0;
    double amount = bytes;
    while (amount >= 1023.95 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return (unit == 0 ? Long.toString(bytes) : tenths(amount)) + " " + UNITS[unit];
  }

  static String seconds(Duration time) {
    return tenths(time.toMillis() / 1000.0) + " s";
  }

  // Without String.format, which costs milliseconds when it is first used.
  private static String tenths(double amount) {
    long tenths = Math.round(amount * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  /** A constant's name as options and JSON write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
