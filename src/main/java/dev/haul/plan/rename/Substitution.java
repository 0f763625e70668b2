package dev.haul.plan.rename;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code s/REGEX/REPLACEMENT/FLAGS}: names in which what matches a regular expression of Java's is
 * replaced.
 *
 * <p>Any character may stand in place of the slashes; with a backslash before it, it stands for
 * itself. In the replacement {@code $1} or {@code \1} is what the first group matched, <code>
 * ${name}
 * </code> a named group, {@code $0} the whole match, and a backslash makes any other character
 * stand for itself. Of the flags, {@code g} replaces every match and {@code i} ignores case.
 */
public final class Substitution implements NewName {
  private final Pattern pattern;
  private final List<Part> replacement;
  private final boolean global;

  /** Text, or a group of the pattern. */
  private record Part(String text, int group) {
    static final int NONE = -1;
  }

  private Substitution(Pattern pattern, List<Part> replacement, boolean global) {
    this.pattern = pattern;
    this.replacement = replacement;
    this.global = global;
  }

  /**
   * Parses an expression.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Substitution parse(String expression) {
    if (expression.length() < 2 || expression.charAt(0) != 's' || isName(expression.charAt(1))) {
      throw new IllegalArgumentException("not of the form s/REGEX/REPLACEMENT/");
    }
    List<String> fields = split(expression.substring(2), expression.charAt(1));
    if (fields.size() != 3) {
      throw new IllegalArgumentException(
          "not of the form s/REGEX/REPLACEMENT/: '"
              + expression.charAt(1)
              + "' must stand in it three times");
    }
    int flags = 0;
    boolean global = false;
    for (char flag : fields.get(2).toCharArray()) {
      switch (flag) {
        case 'g' -> global = true;
        case 'i' -> flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        default -> throw new IllegalArgumentException("unknown flag '" + flag + "': g and i are");
      }
    }
    Pattern pattern = compile(fields.get(0), flags);
    return new Substitution(pattern, new ReplacementParser(pattern, fields.get(1)).parse(), global);
  }

  // A letter, a digit or a backslash as a delimiter is a mistake.
  private static boolean isName(char delimiter) {
    return Character.isLetterOrDigit(delimiter) || delimiter == '\\' || delimiter == ' ';
  }

  private static Pattern compile(String regex, int flags) {
    if (regex.isEmpty()) {
      throw new IllegalArgumentException("its regular expression is empty");
    }
    try {
      return Pattern.compile(regex, flags);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression: " + e.getDescription() + " (at " + (e.getIndex() + 1) + ")",
          e);
    }
  }

  private static List<String> split(String text, char delimiter) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == delimiter) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        if (text.charAt(i) != delimiter) {
          field.append('\\');
        }
        field.append(text.charAt(i));
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  @Override
  public String of(RenamedEntry entry) {
    return in(entry.name());
  }

  /** A name with the matches in it replaced. */
  String in(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.find()) {
      return name;
    }
    StringBuilder result = new StringBuilder();
    int behind = 0;
    do {
      int matched = matcher.start();
      result.append(name, behind, matched);
      append(matcher, result);
      behind = matcher.end();
    } while (global && matcher.find());
    return result.append(name, behind, name.length()).toString();
  }

  private void append(Matcher match, StringBuilder result) {
    for (Part part : replacement) {
      String text = part.group() == Part.NONE ? part.text() : match.group(part.group());
      // A group that took no part in the match is empty.
      result.append(text == null ? "" : text);
    }
  }

  /** What is put in place of a match. */
  private static final class ReplacementParser {
    private final Pattern pattern;
    private final int groups;
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    ReplacementParser(Pattern pattern, String text) {
      this.pattern = pattern;
      this.groups = pattern.matcher("").groupCount();
      this.text = text;
    }

    List<Part> parse() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          escape(text.charAt(at++));
        } else if (c == '$') {
          reference();
        } else {
          literal.append(c);
        }
      }
      endLiteral();
      return List.copyOf(parts);
    }

    private void escape(char c) {
      if (c >= '0' && c <= '9') {
        group(c - '0');
      } else {
        literal.append(c);
      }
    }

    private void reference() {
      if (at < text.length() && text.charAt(at) == '{') {
        int end = text.indexOf('}', at);
        Integer group = end < 0 ? null : pattern.namedGroups().get(text.substring(at + 1, end));
        if (group == null) {
          throw new IllegalArgumentException("no group has the name that a ${...} is about");
        }
        at = end + 1;
        group(group);
      } else if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        group(text.charAt(at++) - '0');
      } else {
        throw new IllegalArgumentException("a $ without a group behind it (\\$ is a plain one)");
      }
    }

    private void group(int number) {
      if (number > groups) {
        throw new IllegalArgumentException(
            "no group " + number + ": the regular expression has " + groups);
      }
      endLiteral();
      parts.add(new Part("", number));
    }

    private void endLiteral() {
      if (!literal.isEmpty()) {
        parts.add(new Part(literal.toString(), Part.NONE));
        literal.setLength(0);
      }
    }
  }
}
