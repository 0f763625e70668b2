package dev.haul.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is known of the terminal. */
final class Terminal {
  private static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /** Whether a file descriptor of this process is a terminal; no without /proc. */
  static boolean isBehind(int descriptor) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.startsWith("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  /** How many columns it has now, as stty(1) says. */
  static int width() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null")
              .redirectError(Redirect.DISCARD)
              .start();
      return columns(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL_WIDTH;
    }
  }

  /** The second of two numbers. */
  static int columns(String size) {
    try {
      int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1).strip());
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }
}
