package dev.haul.cli;

import dev.haul.fs.ByteText;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of the command line as the kernel has them: the JVM decodes them by the locale and
 * loses the bytes that are not text in it.
 */
final class CommandLineBytes {
  private static final String PATH = "/proc/self/cmdline";

  /** The system property by which the launcher names a file of the words, where they are many. */
  private static final String FILE_OF_WORDS = "haul.words";

  private CommandLineBytes() {}

  /**
   * The words that haul was given, as {@link ByteText} holds them.
   *
   * @param args what the JVM was given
   * @throws UncheckedIOException if the launcher's file of them cannot be read
   */
  static String[] words(String[] args) {
    String file = System.getProperty(FILE_OF_WORDS);
    if (file == null) {
      return exact(args);
    }
    try {
      return split(file).toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the words of the command line", e);
    }
  }

  /** The words that {@code args} stands for, as {@link ByteText} holds them. */
  static String[] exact(String[] args) {
    if (areExact(args)) {
      return args;
    }
    try {
      return last(split(PATH), args);
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

  /** The last of the words; {@code args} themselves if there are fewer. */
  static String[] last(List<String> words, String[] args) {
    int others = words.size() - args.length;
    return others < 0 ? args : words.subList(others, words.size()).toArray(String[]::new);
  }

  private static List<String> split(String file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return split(in.readAllBytes());
    }
  }

  /** The words of a text in which each ends with a zero byte. */
  static List<String> split(byte[] text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        words.add(ByteText.decode(Arrays.copyOfRange(text, start, i)));
        start = i + 1;
      }
    }
    return words;
  }
}
