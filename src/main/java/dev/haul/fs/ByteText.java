package dev.haul.fs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of file names as text and back, without loss.
 *
 * <p>Valid UTF-8 becomes the characters it stands for. Every other byte {@code 0xNN} becomes the
 * lone surrogate {@code U+DCNN}, as in Python's {@code surrogateescape} (PEP 383), so that any name
 * survives a trip through a {@code String}, whatever the locale.
 */
public final class ByteText {
  private static final int ESCAPE = 0xDC00;

  private ByteText() {}

  public static String decode(byte[] bytes) {
    return isAscii(bytes)
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : decodeEscaping(ByteBuffer.wrap(bytes));
  }

  public static byte[] encode(String text) {
    return hasEscapes(text) ? encodeEscaped(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean hasEscapes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] encodeEscaped(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        out.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        out.write(text.charAt(i) - ESCAPE);
        from = i + 1;
      }
    }
    out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** Whether the character at {@code index} stands for one byte that is not UTF-8. */
  public static boolean isEscape(String text, int index) {
    char c = text.charAt(index);
    return c >= ESCAPE + 0x80
        && c <= ESCAPE + 0xFF
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static String decodeEscaping(ByteBuffer in) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(in.remaining());
    while (in.hasRemaining()) {
      CoderResult result = decoder.decode(in, out, true);
      for (int i = 0; result.isError() && i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xFF)));
      }
      decoder.reset();
    }
    return out.flip().toString();
  }
}
