package dev.haul.cli;

import dev.haul.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file: {@code key = value} lines, the keys being long options, and comments that
 * begin with {@code #}.
 *
 * @param place where it is or would be, in words; empty if there is no place for one
 */
record ConfigFile(String place, Map<Setting, Choice> choices) {
  private static final String NAME = "haul/config";

  /** The file that this environment leads to; without choices if it does not exist. */
  static ConfigFile read(Surroundings surroundings) throws UsageException {
    Path path = path(surroundings);
    if (path == null) {
      return new ConfigFile("", Map.of());
    }
    try {
      return new ConfigFile(path.toString(), parse(path.toString(), Files.readAllLines(path)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new ConfigFile(path + " (does not exist)", Map.of());
    } catch (AccessDeniedException e) {
      // Another's home: whoever runs under another name by su or setpriv has not asked for it.
      return new ConfigFile(path + " (may not be read)", Map.of());
    } catch (CharacterCodingException e) {
      throw new UsageException(Visible.of(path.toString()) + ": not in UTF-8");
    } catch (IOException e) {
      throw new UsageException(
          "cannot read " + Visible.of(path.toString()) + ": " + Failure.reasonOf(e));
    }
  }

  private static @Nullable Path path(Surroundings surroundings) {
    String config = surroundings.variable("XDG_CONFIG_HOME");
    String home = surroundings.variable("HOME");
    try {
      // The XDG specification has relative paths ignored.
      if (config.startsWith("/")) {
        return Path.of(config, NAME);
      }
      return home.isEmpty() ? null : Path.of(home, ".config", NAME);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  static Map<Setting, Choice> parse(String path, List<String> lines) throws UsageException {
    Map<Setting, Choice> choices = new EnumMap<>(Setting.class);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        add(choices, line, Visible.of(path) + ":" + (i + 1));
      }
    }
    return choices;
  }

  private static void add(Map<Setting, Choice> choices, String line, String origin)
      throws UsageException {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new UsageException(origin + ": not 'key = value': '" + Visible.of(line) + "'");
    }
    String key = line.substring(0, equals).strip();
    Setting setting = Setting.byKey(key);
    if (setting == null) {
      throw new UsageException(origin + ": unknown setting '" + Visible.of(key) + "'");
    }
    choices.put(setting, new Choice(line.substring(equals + 1).strip(), origin));
  }
}
