package dev.haul.cli;

import dev.haul.fs.ByteText;

/**
 * Names made fit to be seen: nothing in them can move the cursor, turn the direction of the text,
 * or pass for another name.
 *
 * <p>Controls and what is not UTF-8 become {@code \n}, {@code \t}, {@code \xNN} for a byte, or
 * {@code \}{@code uNNNN}; a backslash becomes two, so that no two names look alike by that.
 */
final class Visible {
  private static final String HEX = "0123456789abcdef";

  private Visible() {}

  static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '\\') {
        return escape(name, i);
      }
    }
    return name;
  }

  private static String escape(String name, int from) {
    StringBuilder text = new StringBuilder(name.length() + 16).append(name, 0, from);
    int i = from;
    while (i < name.length()) {
      int c = name.codePointAt(i);
      append(text, name, i, c);
      i += Character.charCount(c);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, int at, int c) {
    if (c == '\\') {
      text.append("\\\\");
    } else if (c == '\n') {
      text.append("\\n");
    } else if (c == '\t') {
      text.append("\\t");
    } else if (ByteText.isEscape(name, at)) {
      hex(text.append("\\x"), c & 0xFF, 2);
    } else if (c < ' ' || c == 0x7F) {
      hex(text.append("\\x"), c, 2);
    } else if (isSeen(c)) {
      text.appendCodePoint(c);
    } else {
      hex(text.append(c > 0xFFFF ? "\\U" : "\\u"), c, c > 0xFFFF ? 8 : 4);
    }
  }

  // Format characters: bidi controls, joiners, marks that have no width.
  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  private static void hex(StringBuilder text, int value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      text.append(HEX.charAt(value >> shift & 0xF));
    }
  }
}
