package dev.haul.plan.rename;

import java.util.Locale;

/** Names in other letters. */
public enum LetterCase implements NewName {
  /** In small letters. */
  LOWER {
    @Override
    public String of(RenamedEntry entry) {
      return entry.name().toLowerCase(Locale.ROOT);
    }
  },
  /** In capitals. */
  UPPER {
    @Override
    public String of(RenamedEntry entry) {
      return entry.name().toUpperCase(Locale.ROOT);
    }
  },
  /** Each word with a capital, and the extension in small letters. */
  TITLE {
    @Override
    public String of(RenamedEntry entry) {
      return title(entry.stem()) + entry.extension().toLowerCase(Locale.ROOT);
    }
  };

  static String title(String text) {
    StringBuilder result = new StringBuilder();
    boolean within = false;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int length = Character.charCount(c);
      String letter = text.substring(i, i + length);
      // An apostrophe does not begin a word, nor does a mark on a letter.
      boolean apostrophe = within && (c == '\'' || c == '\u2019');
      if (within) {
        result.append(letter.toLowerCase(Locale.ROOT));
      } else {
        result.appendCodePoint(Character.toTitleCase(c));
      }
      within = Character.isLetterOrDigit(c) || apostrophe || isMark(c);
      i += length;
    }
    return result.toString();
  }

  private static boolean isMark(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
