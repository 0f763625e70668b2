package dev.haul.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment and the configuration file set; the environment goes first. */
record Settings(Map<String, String> environment, ConfigFile file) {
  static Settings of(Surroundings surroundings) throws UsageException {
    return new Settings(surroundings.environment(), ConfigFile.read(surroundings));
  }

  /** Variables that look like settings and are none. */
  List<String> unknownVariables() {
    List<String> unknown = new ArrayList<>();
    for (String variable : environment.keySet()) {
      if (variable.startsWith("HAUL_") && !isKnown(variable)) {
        unknown.add(variable);
      }
    }
    Collections.sort(unknown);
    return unknown;
  }

  private static boolean isKnown(String variable) {
    for (Setting setting : Setting.values()) {
      if (setting.variable().equals(variable)) {
        return true;
      }
    }
    return variable.equals("HAUL_JAVA_OPTIONS"); // the launcher's
  }

  @Nullable Choice find(Setting setting) {
    String value = environment.get(setting.variable());
    // As usual, an empty variable counts as none.
    return value == null || value.isEmpty()
        ? file.choices().get(setting)
        : new Choice(value, setting.variable());
  }
}
