package dev.haul.cli;

import dev.haul.fs.ByteText;
import dev.haul.plan.rename.RenamePair;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads pairs of an old and a new name as bytes, so that they can be any: with a tab between them
 * and a line break behind, or each with a zero byte behind.
 */
final class RenameMapReader {
  private final PathListFile file;

  private RenameMapReader(PathListFile file) {
    this.file = file;
  }

  static List<RenamePair> read(PathListFile file, InputStream standardInput) throws UsageException {
    byte[] bytes = PathListReader.bytes(file, standardInput);
    RenameMapReader reader = new RenameMapReader(file);
    return file.zeroSeparated() ? reader.zeroSeparated(bytes) : reader.lines(bytes);
  }

  private List<RenamePair> lines(byte[] bytes) throws UsageException {
    List<RenamePair> pairs = new ArrayList<>();
    for (String line : split(bytes, (byte) '\n')) {
      int number = pairs.size() + 1;
      int tab = line.indexOf('\t');
      if (tab < 0 || tab != line.lastIndexOf('\t')) {
        String count = tab < 0 ? "no tab" : "more than one tab";
        throw wrong(number, line, "has " + count + " in it (-0 takes names of all kinds)");
      }
      // It would be in the new name, where nobody sees it.
      if (line.endsWith("\r")) {
        throw wrong(
            number,
            line,
            "ends in a carriage return, as lines of Windows do (-0 takes names of all kinds)");
      }
      pairs.add(pair(number, line.substring(0, tab), line.substring(tab + 1)));
    }
    return pairs;
  }

  private List<RenamePair> zeroSeparated(byte[] bytes) throws UsageException {
    List<RenamePair> pairs = new ArrayList<>();
    List<String> names = split(bytes, (byte) 0);
    for (int i = 0; i < names.size(); i += 2) {
      if (i + 1 == names.size()) {
        throw wrong(pairs.size() + 1, names.get(i), "has no new name");
      }
      pairs.add(pair(pairs.size() + 1, names.get(i), names.get(i + 1)));
    }
    return pairs;
  }

  private RenamePair pair(int number, String source, String name) throws UsageException {
    if (source.isEmpty()) {
      throw wrong(number, source, "is empty");
    }
    if (source.indexOf('\0') >= 0) {
      throw wrong(number, source, "has a zero byte in it (is -0 missing?)");
    }
    return new RenamePair(CommonChoices.location(source), name);
  }

  private UsageException wrong(int number, String text, String why) {
    String name = file.isStandardInput() ? "standard input" : Visible.of(file.name());
    return new UsageException(name + ": pair " + number + ", '" + Visible.of(text) + "': " + why);
  }

  private static List<String> split(byte[] bytes, byte separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == separator) {
        parts.add(ByteText.decode(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      parts.add(ByteText.decode(Arrays.copyOfRange(bytes, start, bytes.length)));
    }
    return parts;
  }
}
