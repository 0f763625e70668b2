package dev.haul.fs;

import java.util.Arrays;

/**
 * The name of an entry in a directory: any bytes but {@code /} and NUL, and neither {@code .} nor
 * {@code ..}, so that a name can never lead out of the directory it is used in.
 */
public final class Name {
  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes ownership of {@code bytes}.
   *
   * @throws IllegalArgumentException if the bytes are not one plain name
   */
  public static Name of(byte[] bytes) {
    if (!isPlain(bytes)) {
      throw new IllegalArgumentException("not a file name: '" + ByteText.decode(bytes) + "'");
    }
    return new Name(bytes);
  }

  /** The name that {@link ByteText} decodes to {@code text}. */
  public static Name of(String text) {
    return of(ByteText.encode(text));
  }

  /** Whether {@code bytes} can be a name at all. */
  public static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return false;
      }
    }
    return bytes.length > 0 && !isDots(bytes);
  }

  private static boolean isDots(byte[] bytes) {
    return bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.'));
  }

  /** The bytes themselves, not a copy: callers must not change them. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The name as {@link ByteText} decodes it: lossless, and not made safe for a terminal. */
  @Override
  public String toString() {
    return ByteText.decode(bytes);
  }
}
