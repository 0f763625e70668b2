package dev.haul.cli;

import dev.haul.fs.ByteText;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The words of the command line as the kernel has them: the JVM decodes them by the locale and
 * loses the bytes that are not text in it.
 */
final class CommandLineBytes {
  private static final String PATH = "/proc/self/cmdline";

  private CommandLineBytes() {}

  /** The words that {@code args} stands for, as {@link ByteText} holds them. */
  static String[] exact(String[] args) {
    if (areExact(args)) {
      return args;
    }
    try (FileInputStream file = new FileInputStream(PATH)) {
      return lastWords(file.readAllBytes(), args);
    } catch (IOException e) {
      return args; // not Linux: then the JVM's words are all there is
    }
  }

  // What the locale cannot hold has become U+FFFD or, in the C locale, a question mark.
  private static boolean areExact(String[] args) {
    for (String arg : args) {
      for (int i = 0; i < arg.length(); i++) {
        if (arg.charAt(i) > '~' || arg.charAt(i) == '?') {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The last words of a command line in which each ends with a zero byte; {@code args} themselves
   * if there are fewer.
   */
  static String[] lastWords(byte[] line, String[] args) {
    String[] words = new String[args.length];
    int end = line.length;
    for (int i = words.length - 1; i >= 0; i--) {
      if (end == 0) {
        return args;
      }
      int start = startOfWord(line, end - 1);
      words[i] = ByteText.decode(Arrays.copyOfRange(line, start, end - 1));
      end = start;
    }
    return words;
  }

  private static int startOfWord(byte[] line, int end) {
    int start = end;
    while (start > 0 && line[start - 1] != 0) {
      start--;
    }
    return start;
  }
}
