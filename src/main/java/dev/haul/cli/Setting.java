package dev.haul.cli;

import org.jspecify.annotations.Nullable;

/** The options that an environment variable or the configuration file may set too. */
enum Setting {
  ENGINE("engine", "auto"),
  JOBS("jobs", "the number of processors"),
  IF_EXISTS("if-exists", "fail"),
  BACKUP_SUFFIX("backup-suffix", "~"),
  PRESERVE("preserve", "all"),
  REFLINK("reflink", "auto"),
  SPARSE("sparse", "auto"),
  DURABILITY("durability", "none"),
  RETRIES("retries", "3"),
  PROGRESS("progress", "auto"),
  COLOR("color", "auto");

  private final String key;
  private final String byDefault;

  Setting(String key, String byDefault) {
    this.key = key;
    this.byDefault = byDefault;
  }

  /** Its name in the configuration file. */
  String key() {
    return key;
  }

  String option() {
    return "--" + key;
  }

  String variable() {
    StringBuilder name = new StringBuilder("HAUL_");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      name.append(c == '-' ? '_' : (char) (c - 'a' + 'A'));
    }
    return name.toString();
  }

  /** What holds when nothing is set, in words. */
  String byDefault() {
    return byDefault;
  }

  static @Nullable Setting byKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }
}
