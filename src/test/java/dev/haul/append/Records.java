package dev.haul.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Records that say who wrote them, as which, how long they are and what is in them. */
final class Records {
  static final int HEAD = 17;
  private static final byte MARK = 'R';

  private Records() {}

  static byte[] make(int writer, int sequence, int size) {
    byte[] payload = new byte[size];
    new Random(writer * 1_000_003L + sequence).nextBytes(payload);
    CRC32 crc = new CRC32();
    crc.update(payload);
    return ByteBuffer.allocate(HEAD + size)
        .put(MARK)
        .putInt(writer)
        .putInt(sequence)
        .putInt(size)
        .putInt((int) crc.getValue())
        .put(payload)
        .array();
  }

  /** Mostly small; one in {@code largeIn} up to a mebibyte. */
  static int size(Random random, int largeIn) {
    int bits = random.nextInt(largeIn) > 0 ? random.nextInt(12) : random.nextInt(21);
    return 1 + random.nextInt(1 << bits);
  }

  /**
   * What a file holds.
   *
   * @param sequences of each writer, in the order of the file
   * @param lines that were not written by {@link #make}
   * @param torn where something is that is neither, or cut off
   */
  record Content(Map<Integer, List<Integer>> sequences, List<String> lines, List<String> torn) {
    int count() {
      return sequences.values().stream().mapToInt(List::size).sum();
    }

    /** Writers of which something is missing, twice, or in another order. */
    List<String> disorder(int records) {
      List<String> wrong = new ArrayList<>();
      sequences.forEach((writer, found) -> {
        for (int i = 0; i < Math.max(records, found.size()); i++) {
          if (i >= found.size() || found.get(i) != i) {
            wrong.add("writer " + writer + " at " + i + " of " + found.size());
            break;
          }
        }
      });
      return wrong;
    }
  }

  static Content read(Path... files) throws IOException {
    Content content = new Content(new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Path file : files) {
      read(file, content);
    }
    return content;
  }

  private static void read(Path file, Content content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      byte first = bytes.get(start);
      boolean sound = first == MARK ? readRecord(bytes, content) : readLine(bytes, content);
      if (!sound) {
        content.torn().add(file.getFileName() + " at " + start + " of " + bytes.limit());
        return;
      }
    }
  }

  private static boolean readRecord(ByteBuffer bytes, Content content) {
    if (bytes.remaining() < HEAD) {
      return false;
    }
    bytes.get();
    int writer = bytes.getInt();
    int sequence = bytes.getInt();
    int size = bytes.getInt();
    int expected = bytes.getInt();
    if (size < 0 || size > bytes.remaining()) {
      return false;
    }
    byte[] payload = new byte[size];
    bytes.get(payload);
    CRC32 crc = new CRC32();
    crc.update(payload);
    content.sequences().computeIfAbsent(writer, _ -> new ArrayList<>()).add(sequence);
    return (int) crc.getValue() == expected;
  }

  private static boolean readLine(ByteBuffer bytes, Content content) {
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      if (bytes.get() == '\n') {
        byte[] text = new byte[bytes.position() - start - 1];
        bytes.get(start, text);
        String line = new String(text, StandardCharsets.ISO_8859_1);
        content.lines().add(line);
        return line.matches("[ -~]*");
      }
    }
    return false;
  }
}
