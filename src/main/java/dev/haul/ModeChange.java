package dev.haul;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of permission bits, in the notation of chmod(1): {@code 0644}, {@code u+rwX,go-w}, and,
 * as in rsync, a leading {@code D} or {@code F} for directories or files only.
 */
public final class ModeChange {
  /** Leaves every mode as it is. */
  public static final ModeChange NONE = new ModeChange("", List.of());

  private static final Pattern NUMERIC = Pattern.compile("([DF]?)([0-7]{3,4})");
  private static final Pattern SYMBOLIC = Pattern.compile("([DF]?)([ugoa]*)((?:[-+=][rwxXst]*)+)");
  private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXst]*)");

  private interface Step {
    int apply(int mode, boolean directory, int umask);
  }

  private static final int SET_IDS = 06000;

  private final String text;
  private final List<Step> steps;

  private ModeChange(String text, List<Step> steps) {
    this.text = text;
    this.steps = steps;
  }

  /**
   * Reads the notation of chmod(1).
   *
   * @throws IllegalArgumentException if {@code text} is not in the notation
   */
  public static ModeChange parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (String clause : text.split(",", -1)) {
      steps.add(parseClause(clause, text));
    }
    return new ModeChange(text, List.copyOf(steps));
  }

  /**
   * The mode that {@code mode} becomes.
   *
   * @param umask of the process: what it has is not given where nobody is named, as by {@code +w}
   */
  public int apply(int mode, boolean directory, int umask) {
    if (isNone()) {
      return mode; // for each file of a copy
    }
    int result = mode;
    for (Step step : steps) {
      result = step.apply(result, directory, umask);
    }
    return result;
  }

  public boolean isNone() {
    return steps.isEmpty();
  }

  private static Step parseClause(String clause, String text) {
    Matcher numeric = NUMERIC.matcher(clause);
    if (numeric.matches()) {
      int mode = Integer.parseInt(numeric.group(2), 8);
      // As chmod(1): a number leaves a directory's setuid and setgid alone.
      return only(
          numeric.group(1), (old, directory, umask) -> directory ? mode | (old & SET_IDS) : mode);
    }
    Matcher symbolic = SYMBOLIC.matcher(clause);
    if (symbolic.matches()) {
      return only(symbolic.group(1), symbolicStep(symbolic.group(2), symbolic.group(3)));
    }
    throw new IllegalArgumentException("not a mode: '" + text + "'");
  }

  private static Step only(String kind, Step step) {
    return switch (kind) {
      case "D" -> (mode, directory, umask) -> directory ? step.apply(mode, true, umask) : mode;
      case "F" -> (mode, directory, umask) -> directory ? mode : step.apply(mode, false, umask);
      default -> step;
    };
  }

  private static Step symbolicStep(String who, String actions) {
    int classes = classes(who.isEmpty() ? "a" : who);
    return (mode, directory, umask) -> {
      int result = mode;
      int given = who.isEmpty() ? ~umask : -1;
      Matcher action = ACTION.matcher(actions);
      while (action.find()) {
        int bits = bits(action.group(2), classes, result, directory) & given;
        result =
            switch (action.group(1)) {
              case "+" -> result | bits;
              case "-" -> result & ~bits;
              default -> (result & ~clearable(classes, directory)) | bits;
            };
      }
      return result;
    };
  }

  private static int classes(String who) {
    int mask = 0;
    for (int i = 0; i < who.length(); i++) {
      mask |=
          switch (who.charAt(i)) {
            case 'u' -> 04700;
            case 'g' -> 02070;
            case 'o' -> 01007;
            default -> 07777;
          };
    }
    return mask;
  }

  // As chmod(1): "=" leaves a directory's setuid and setgid alone.
  private static int clearable(int classes, boolean directory) {
    return directory ? classes & ~SET_IDS : classes;
  }

  private static int bits(String letters, int classes, int mode, boolean directory) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |=
          switch (letters.charAt(i)) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
            case 's' -> SET_IDS;
            default -> 01000;
          };
    }
    return bits & classes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModeChange change && text.equals(change.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The notation this was parsed from. */
  @Override
  public String toString() {
    return text;
  }
}
