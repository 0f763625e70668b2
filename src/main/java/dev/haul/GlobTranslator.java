package dev.haul;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A glob as a regular expression. */
final class GlobTranslator {
  /** Such as {@code [:upper:]}, between brackets. */
  private static final Pattern NAMED = Pattern.compile("\\[:(\\w*):]");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("space", "\\p{Space}"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private int braces;

  GlobTranslator(String glob) {
    this.glob = glob;
  }

  Pattern pattern() {
    while (at < glob.length()) {
      translate(glob.charAt(at++));
    }
    if (braces > 0) {
      throw invalid("a '{' without its '}'");
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private void translate(char c) {
    switch (c) {
      case '*' -> star();
      case '?' -> regex.append("[^/]");
      case '[' -> characterClass();
      case '{' -> {
        braces++;
        regex.append("(?:");
      }
      case '}' -> closeBrace();
      case ',' -> regex.append(braces > 0 ? "|" : ",");
      case '\\' -> escaped();
      default -> literal(c);
    }
  }

  private void star() {
    if (!next('*')) {
      regex.append("[^/]*");
    } else if (next('/')) {
      regex.append("(?:.*/)?"); // "**/x" is also "x" itself
    } else {
      regex.append(".*");
    }
  }

  private void characterClass() {
    boolean negated = next('!') || next('^');
    int end = endOfClass();
    regex.append("(?!/)[").append(negated ? "^" : "");
    members(glob.substring(at, end));
    regex.append(']');
    at = end + 1;
  }

  private int endOfClass() {
    Matcher named = NAMED.matcher(glob);
    for (int i = at; i < glob.length(); i++) {
      if (named.region(i, glob.length()).lookingAt()) {
        i = named.end() - 1;
      } else if (glob.charAt(i) == ']' && i > at) {
        return i;
      }
    }
    throw invalid("a '[' without its ']'");
  }

  private void members(String text) {
    int from = 0;
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      ranges(text.substring(from, named.start()));
      String members = NAMES.get(named.group(1));
      if (members == null) {
        throw invalid("no characters are called '" + named.group(1) + "'");
      }
      regex.append(members);
      from = named.end();
    }
    ranges(text.substring(from));
  }

  // By characters, of which some are two chars.
  private void ranges(String text) {
    int[] members = text.codePoints().toArray();
    int i = 0;
    while (i < members.length) {
      int first = members[i++];
      literal(first);
      if (i + 1 < members.length && members[i] == '-') {
        int last = members[i + 1];
        if (last < first) {
          throw invalid("nothing is from '%c' to '%c'".formatted(first, last));
        }
        regex.append('-');
        literal(last);
        i += 2;
      }
    }
  }

  private void closeBrace() {
    if (braces == 0) {
      literal('}');
    } else {
      braces--;
      regex.append(')');
    }
  }

  private void escaped() {
    if (at == glob.length()) {
      throw invalid("nothing behind the last '\\'");
    }
    literal(glob.charAt(at++));
  }

  private void literal(int c) {
    if (!Character.isLetterOrDigit(c) && c < 0x80) {
      regex.append('\\');
    }
    regex.appendCodePoint(c);
  }

  private boolean next(char expected) {
    boolean found = at < glob.length() && glob.charAt(at) == expected;
    if (found) {
      at++;
    }
    return found;
  }

  IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException("not a glob: '" + glob + "': " + why);
  }
}
