package dev.haul.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What somebody meant who made a slip of the pen: left a letter out, added, changed or swapped. */
final class Suggestions {
  private static final int SLIPS = 2;

  private Suggestions() {}

  /** That a word is unknown, and which of {@code known} may have been meant. */
  static String unknown(String what, String word, Collection<String> known) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    List<String> suggestions = of(name, known);
    return unknown(what, name)
        + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?");
  }

  static String unknown(String what, String word) {
    return "unknown " + what + ": '" + Visible.of(word) + "'";
  }

  /** Those of {@code known} that are nearest to {@code word}, if any is near. */
  static List<String> of(String word, Collection<String> known) {
    List<String> nearest = new ArrayList<>();
    int least = Math.min(SLIPS, letters(word) / 2);
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        nearest.clear();
        least = distance;
      }
      if (distance == least) {
        nearest.add(candidate);
      }
    }
    return nearest;
  }

  // Of a letter and its dash, half would be the letter.
  private static int letters(String word) {
    int dashes = 0;
    while (dashes < word.length() && word.charAt(dashes) == '-') {
      dashes++;
    }
    return word.length() - dashes;
  }

  /** The slips between two words (Damerau and Levenshtein's, restricted). */
  static int distance(String a, String b) {
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : least(slips, a, b, i, j);
      }
    }
    return slips[a.length()][b.length()];
  }

  private static int least(int[][] slips, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = slips[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
  }
}
