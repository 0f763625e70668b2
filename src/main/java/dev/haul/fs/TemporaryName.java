package dev.haul.fs;

import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for what is not whole yet: {@code .haul-}, sixteen hexadecimal digits that are this
 * process's own, a number. They never contain the final name, which may have full length already.
 */
public final class TemporaryName {
  private static final String PREFIX = ".haul-";
  private static final int DIGITS = 16;
  private static final String RUN =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private static final String OWN = PREFIX + RUN + "-";
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Set<Name> IN_USE = ConcurrentHashMap.newKeySet();

  private TemporaryName() {}

  /** A name that no other file has. */
  public static Name next() {
    return Name.of(OWN + NUMBERS.incrementAndGet());
  }

  /** What the names of this process have in common, and no other process's. */
  public static String run() {
    return RUN;
  }

  /** Whether {@code name} is one of these, of the process whose {@link #run} it was. */
  public static boolean matches(Name name, String run) {
    return matches(name) && name.toString().startsWith(run, PREFIX.length());
  }

  /** Whether {@code name} is one of these, of whichever process. */
  public static boolean matches(Name name) {
    String text = name.toString();
    int number = PREFIX.length() + DIGITS + 1;
    return text.startsWith(PREFIX)
        && text.length() > number
        && text.charAt(number - 1) == '-'
        && consistsOf("0123456789abcdef", text.substring(PREFIX.length(), number - 1))
        && consistsOf("0123456789", text.substring(number));
  }

  /**
   * Says that a temporary name of this process is in use, until it is closed, where the directory
   * itself cannot say it: {@code java.nio} has no lock on directories.
   */
  public static Use use(Name name) {
    IN_USE.add(name);
    return () -> IN_USE.remove(name);
  }

  /** Whether {@code name} is one of these, and this process does not say that it uses it. */
  public static boolean isUnused(Name name) {
    return matches(name) && !IN_USE.contains(name);
  }

  /** As long as a name is in use. */
  @FunctionalInterface
  public interface Use extends AutoCloseable {
    @Override
    void close();
  }

  private static boolean consistsOf(String characters, String text) {
    return text.chars().allMatch(c -> characters.indexOf(c) >= 0);
  }
}
