package dev.haul;

import java.util.regex.Pattern;

/** A glob as a regular expression. */
final class GlobTranslator {
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
    int end = glob.indexOf(']', at + 1);
    if (end < 0) {
      throw invalid("a '[' without its ']'");
    }
    regex.append("(?!/)[").append(negated ? "^" : "");
    members(glob.substring(at, end));
    regex.append(']');
    at = end + 1;
  }

  // By characters, of which some are two chars.
  private void members(String text) {
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

  private IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException("not a glob: '" + glob + "': " + why);
  }
}
