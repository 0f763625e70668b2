package dev.haul.task;

import dev.haul.fs.ByteText;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Strings of any length as bytes; with paths in them, which may hold any bytes themselves. */
final class Texts {
  private static final int LONGEST = 16 << 20;
  private static final int NONE = -1;

  private Texts() {}

  static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = ByteText.encode(text);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static void writeNullable(@Nullable String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(NONE);
    } else {
      write(text, out);
    }
  }

  static String read(DataInputStream in) throws IOException {
    String text = readNullable(in);
    if (text == null) {
      throw new ProtocolException("no text");
    }
    return text;
  }

  static @Nullable String readNullable(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    if (length < 0 || length > LONGEST) {
      throw new ProtocolException("a text of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a text cut short");
    }
    return ByteText.decode(bytes);
  }
}
