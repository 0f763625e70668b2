package dev.haul.plan.rename;

import dev.haul.fs.ByteText;
import dev.haul.fs.Name;
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A line of an undo file: fields between tabs, the last one a checksum of what is before it. In a
 * field a backslash, a tab and a line break are written as {@code \\}, {@code \t} and {@code \n}.
 */
final class UndoRecord {
  private static final int CHECKSUM = 9;

  private final List<byte[]> fields;
  private int next;

  private UndoRecord(List<byte[]> fields) {
    this.fields = fields;
  }

  /** Writes a line. */
  static void write(ByteArrayOutputStream out, Object... fields) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(160);
    for (Object field : fields) {
      if (field instanceof Name name) {
        escape(name.bytes(), line);
      } else if (field instanceof Number number) {
        line.writeBytes(number.toString().getBytes(StandardCharsets.ISO_8859_1));
      } else {
        escape(ByteText.encode(String.valueOf(field)), line);
      }
      line.write('\t');
    }
    byte[] content = line.toByteArray();
    out.writeBytes(content);
    out.writeBytes(checksum(content, 0, content.length));
    out.write('\n');
  }

  private static void escape(byte[] bytes, ByteArrayOutputStream out) {
    if (isPlain(bytes)) {
      out.writeBytes(bytes);
      return;
    }
    for (byte b : bytes) {
      switch (b) {
        case '\\' -> out.writeBytes(new byte[] {'\\', '\\'});
        case '\t' -> out.writeBytes(new byte[] {'\\', 't'});
        case '\n' -> out.writeBytes(new byte[] {'\\', 'n'});
        default -> out.write(b);
      }
    }
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\\' || b == '\t' || b == '\n') {
        return false;
      }
    }
    return true;
  }

  private static byte[] checksum(byte[] bytes, int start, int end) {
    CRC32 sum = new CRC32();
    sum.update(bytes, start, end - start);
    String digits = HexFormat.of().toHexDigits((int) sum.getValue());
    return digits.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads a line, which ends before {@code end}.
   *
   * @throws ProtocolException if it is not as it was written
   */
  static UndoRecord read(byte[] bytes, int start, int end) throws ProtocolException {
    int sumAt = end - CHECKSUM + 1;
    if (sumAt <= start || !Arrays.equals(checksum(bytes, start, sumAt), 0, 8, bytes, sumAt, end)) {
      throw new ProtocolException("it is damaged");
    }
    List<byte[]> fields = new ArrayList<>();
    int from = start;
    for (int i = start; i < sumAt; i++) {
      if (bytes[i] == '\t') {
        fields.add(unescape(bytes, from, i));
        from = i + 1;
      }
    }
    return new UndoRecord(fields);
  }

  private static byte[] unescape(byte[] bytes, int start, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\' && i + 1 < end) {
        i++;
        out.write(bytes[i] == 't' ? '\t' : bytes[i] == 'n' ? '\n' : bytes[i]);
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toByteArray();
  }

  private byte[] field() throws ProtocolException {
    if (next == fields.size()) {
      throw new ProtocolException("it is too short");
    }
    return fields.get(next++);
  }

  boolean hasMore() {
    return next < fields.size();
  }

  String text() throws ProtocolException {
    return ByteText.decode(field());
  }

  long number() throws ProtocolException {
    String text = text();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ProtocolException("'" + text + "' is not a number");
    }
  }

  /** A name that cannot lead out of the directory that it is used in. */
  Name name() throws ProtocolException {
    byte[] bytes = field();
    if (!Name.isPlain(bytes)) {
      throw new ProtocolException("'" + ByteText.decode(bytes) + "' is not a name");
    }
    return Name.of(bytes);
  }
}
