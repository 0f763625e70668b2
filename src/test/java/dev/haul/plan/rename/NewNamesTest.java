package dev.haul.plan.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.haul.fs.ByteText;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of naming: by an expression, by a template, by letters. */
final class NewNamesTest {
  private static final Instant MODIFIED =
      LocalDateTime.of(2025, 1, 31, 7, 5, 9).atZone(ZoneId.systemDefault()).toInstant();

  private static RenamedEntry entry(String name, long number) {
    return new RenamedEntry(name, number, () -> "album", () -> MODIFIED);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "s/a/b/,           banana,      bbnana",
        "s/a/b/g,          banana,      bbnbnb",
        "s/A/b/gi,         banana,      bbnbnb",
        "s/Ü/u/i,          grüße,       gruße",
        "s/x/y/,           banana,      banana",
        "s/an//g,          banana,      ba",
        "s/(.*)-(.*)/$2-$1/,   a-b,     b-a",
        "s/(.*)-(.*)/\\2-\\1/, a-b,     b-a",
        "s/(?<y>\\d+).*/${y}.txt/, 2025-x, 2025.txt",
        "s/.+/[$0]/,       a,           [a]",
        "s/(a)|b/<$1>/g,   ab,          <a><>",
        "s/^/x-/,          a,           x-a",
        "s/$/.txt/,        a,           a.txt",
        "s|a/b|c|,         a,           a",
        "s#a#/#,           a,           /",
        "s/a\\/b/c/,       ab,          ab",
        "s/\\./\\$/,       a.b,         a$b",
        "s/(a)/$11/,       a,           a1",
        "s/a/\\t/,         a,           t",
      })
  void substitution_replacesMatches(String expression, String name, String expected) {
    assertThat(Substitution.parse(expression).in(name)).isEqualTo(expected);
  }

  @Test
  void substitution_leavesBytesThatAreNotText() {
    byte[] name = {'a', (byte) 0xff, 'b'};
    String renamed = Substitution.parse("s/b$/c/").in(ByteText.decode(name));
    assertThat(ByteText.encode(renamed)).containsExactly('a', 0xff, 'c');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "photo | not of the form",
        "s | not of the form",
        "s/a/b | '/' must stand in it three times",
        "s/a/b/c/ | '/' must stand in it three times",
        "sxaxbx | not of the form",
        "s/a/b/e | unknown flag 'e'",
        "s//b/ | its regular expression is empty",
        "s/(/b/ | not a regular expression: Unclosed group",
        "s/a/$1/ | no group 1: the regular expression has 0",
        "s/a/\\1/ | no group 1: the regular expression has 0",
        "s/a/${x}/ | no group has the name",
        "s/a/$/ | a $ without a group",
      })
  void substitution_thatIsNone_saysWhy(String expression, String why) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Substitution.parse(expression))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "{stem}-{n:03}{ext},     a.tar.gz,  a.tar-006.gz",
    "{n},                    a,         6",
    "{n:2}{ext},             .bashrc,   06",
    "{n:03+10},              a,         015",
    "{n:+0},                 a,         5",
    "{parent}_{name},        a.jpg,     album_a.jpg",
    "{mtime}{ext},           a.jpg,     2025-01-31.jpg",
    "{mtime:yyyyMMdd-HHmmss}, a,        20250131-070509",
    "{{{stem}}},             a,         {a}",
    "plain,                  a,         plain",
    "{stem}{ext},            a.,        a.",
  })
  void template_isFilled(String template, String name, String expected) throws IOException {
    assertThat(Template.parse(template).of(entry(name, 5))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "a}",
        "{x}",
        "{name:3}",
        "{n:}",
        "{n:x}",
        "{n:-1}",
        "{n:999}",
        "{n:3+}",
        "{mtime:}",
        "{mtime:foo}",
        "{}"
      })
  void template_thatIsNone_isRefused(String template) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Template.parse(template))
        .withMessageMatching("(?s).{5,}");
  }

  @ParameterizedTest
  @CsvSource({
    "LOWER, ÀB-C.TXT,              àb-c.txt",
    "UPPER, straße.txt,            STRASSE.TXT",
    "TITLE, my FIRST letter_2.TXT, My First Letter_2.txt",
    "TITLE, don't STOP.md,         Don't Stop.md",
    "TITLE, .hidden,               .Hidden",
  })
  void letterCase_changesOnlyLetters(LetterCase way, String name, String expected)
      throws IOException {
    assertThat(way.of(entry(name, 0))).isEqualTo(expected);
  }
}
