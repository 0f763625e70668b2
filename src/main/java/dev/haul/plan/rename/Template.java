package dev.haul.plan.rename;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Names made of text and fields: {@code {stem}-{n:03}{ext}}.
 *
 * <p>{@code {name}} is the old name, {@code {stem}} what comes before its last dot, {@code {ext}}
 * that dot and what follows, {@code {parent}} the name of the directory. {@code {n}} counts: {@code
 * {n:03}} with zeros to three digits, {@code {n:03+10}} from 10 on. {@code {mtime}} is the day of
 * the last modification, as in 2026-01-31, and {@code {mtime:FORMAT}} is it as {@link
 * DateTimeFormatter} writes it in the local time zone. Doubled braces are plain ones.
 */
public final class Template implements NewName {
  private static final String DAY = "uuuu-MM-dd";

  private final List<NewName> parts;

  private Template(List<NewName> parts) {
    this.parts = parts;
  }

  /**
   * Parses a template.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Template parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    List<NewName> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if ((c == '{' || c == '}') && text.startsWith(String.valueOf(c), at + 1)) {
        parts.add(literal(String.valueOf(c)));
        at += 2;
      } else if (c == '{') {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException("a { without its } ({{ is a plain one)");
        }
        parts.add(field(text.substring(at + 1, end)));
        at = end + 1;
      } else if (c == '}') {
        throw new IllegalArgumentException("a } without its { (}} is a plain one)");
      } else {
        int end = at;
        while (end < text.length() && text.charAt(end) != '{' && text.charAt(end) != '}') {
          end++;
        }
        parts.add(literal(text.substring(at, end)));
        at = end;
      }
    }
    return new Template(List.copyOf(parts));
  }

  private static NewName literal(String text) {
    return _ -> text;
  }

  private static NewName field(String field) {
    int colon = field.indexOf(':');
    String name = colon < 0 ? field : field.substring(0, colon);
    String format = colon < 0 ? "" : field.substring(colon + 1);
    boolean formatted = name.equals("n") || name.equals("mtime");
    if (colon >= 0 && (!formatted || format.isEmpty())) {
      throw new IllegalArgumentException("{" + name + "} has nothing to say behind a colon");
    }
    return switch (name) {
      case "name" -> RenamedEntry::name;
      case "stem" -> RenamedEntry::stem;
      case "ext" -> RenamedEntry::extension;
      case "parent" -> RenamedEntry::parent;
      case "n" -> counter(format);
      case "mtime" -> time(format.isEmpty() ? DAY : format);
      default ->
          throw new IllegalArgumentException(
              "unknown field {" + name + "}: there are name, stem, ext, n, parent and mtime");
    };
  }

  private static NewName counter(String format) {
    int plus = format.indexOf('+');
    String digits = plus < 0 ? format : format.substring(0, plus);
    int width = digits.isEmpty() ? 1 : number(digits, 255);
    int start = plus < 0 ? 1 : number(format.substring(plus + 1), Integer.MAX_VALUE);
    return entry -> {
      String number = Long.toString(start + entry.number());
      return "0".repeat(Math.max(0, width - number.length())) + number;
    };
  }

  private static int number(String digits, int most) {
    try {
      int number = Integer.parseInt(digits);
      if (number >= 0 && number <= most && Character.isDigit(digits.charAt(0))) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("{n} is written {n}, {n:03}, {n:+10} or {n:03+10}");
  }

  private static NewName time(String format) {
    DateTimeFormatter formatter;
    try {
      formatter = DateTimeFormatter.ofPattern(format).withZone(ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("{mtime} cannot be written so: " + e.getMessage(), e);
    }
    return entry -> formatter.format(entry.modified());
  }

  @Override
  public String of(RenamedEntry entry) throws IOException {
    StringBuilder name = new StringBuilder();
    for (NewName part : parts) {
      name.append(part.of(entry));
    }
    return name.toString();
  }
}
