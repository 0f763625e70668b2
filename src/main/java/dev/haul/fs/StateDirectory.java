package dev.haul.fs;

import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Where haul keeps what is to outlive it: in the user's state directory, as XDG specifies it. */
public final class StateDirectory {
  /** What a name holds that was not understood in this locale: it would lead elsewhere. */
  private static final char UNDECODABLE = '\uFFFD';

  private StateDirectory() {}

  /**
   * The directory, which need not be there yet.
   *
   * @throws FileSystemException if no absolute path is known, or it cannot be used in this locale
   */
  public static Path of(Map<String, String> environment) throws FileSystemException {
    return of(environment, System.getProperty("user.home", ""));
  }

  /**
   * @param recorded the home that the system has recorded for the user, for whom the environment
   *     names none
   */
  static Path of(Map<String, String> environment, String recorded) throws FileSystemException {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    // XDG has relative paths ignored, and which directory they lead to is an accident.
    if (isAbsolute(state)) {
      return path(state, "haul");
    }
    if (isAbsolute(home) || isAbsolute(recorded)) {
      return path(isAbsolute(home) ? home : recorded, ".local", "state", "haul");
    }
    throw new FileSystemException(
        "a state directory", null, "neither XDG_STATE_HOME nor HOME is an absolute path");
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/");
  }

  private static Path path(String first, String... more) throws FileSystemException {
    if (first.indexOf(UNDECODABLE) < 0) {
      try {
        return Path.of(first, more);
      } catch (InvalidPathException e) {
        // Said below.
      }
    }
    throw new FileSystemException(first, null, "not a name that this locale can hold");
  }
}
