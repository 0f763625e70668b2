package dev.haul.append;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Lines that say which source they are of, as which, how long they are and what is in them. */
final class Lines {
  private Lines() {}

  /** Makes a source of them. */
  static Path write(Path file, int source, int lines) throws IOException {
    Random random = new Random(source);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < lines; i++) {
        out.write(line(source, i, Records.size(random, Math.max(10, lines / 20))));
        out.newLine();
      }
    }
    return file;
  }

  static String line(int source, int number, int size) {
    StringBuilder text = new StringBuilder(size);
    Random random = new Random(source * 1_000_003L + number);
    for (int i = 0; i < size; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return source + " " + number + " " + size + " " + checksum(text.toString()) + " " + text;
  }

  private static long checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  /**
   * What was found of them.
   *
   * @param numbers of each source, in the order of the file
   * @param wrong lines that are not what they say
   */
  record Found(Map<Integer, List<Integer>> numbers, List<String> wrong) {
    /** Sources of which something is missing in between, twice, or in another order. */
    List<String> disorder() {
      List<String> sources = new ArrayList<>();
      numbers.forEach((source, found) -> {
        for (int i = 0; i < found.size(); i++) {
          if (found.get(i) != i) {
            sources.add("source " + source + " at " + i + " of " + found.size());
            break;
          }
        }
      });
      return sources;
    }
  }

  static Found read(List<String> lines) {
    Found found = new Found(new TreeMap<>(), new ArrayList<>());
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words.length == 5
          && words[2].equals("" + words[4].length())
          && words[3].equals("" + checksum(words[4]))) {
        found
            .numbers()
            .computeIfAbsent(Integer.valueOf(words[0]), _ -> new ArrayList<>())
            .add(Integer.valueOf(words[1]));
      } else {
        found.wrong().add(line.substring(0, Math.min(100, line.length())));
      }
    }
    return found;
  }
}
