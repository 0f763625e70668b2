package dev.haul.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was chosen for one command, the command line before the settings. */
final class Choices {
  private final Arguments arguments;
  private final Settings settings;

  Choices(Arguments arguments, Settings settings) {
    this.arguments = arguments;
    this.settings = settings;
  }

  boolean has(String option) {
    return arguments.has(option);
  }

  List<String> values(String option) {
    return arguments.values(option);
  }

  List<String> operands() {
    return arguments.operands();
  }

  /** What the command line says of an option that only it can set. */
  @Nullable Choice find(String option) {
    String value = arguments.value(option);
    return value == null ? null : new Choice(value, option);
  }

  @Nullable Choice find(Setting setting) {
    Choice choice = find(setting.option());
    return choice == null ? settings.find(setting) : choice;
  }

  <E extends Enum<E>> E word(Setting setting, E[] constants, E otherwise) throws UsageException {
    Choice choice = find(setting);
    return choice == null ? otherwise : choice.word(constants);
  }

  /** Refuses more than one of these, which contradict each other. */
  void atMostOne(String... options) throws UsageException {
    List<String> given = new ArrayList<>();
    for (String option : options) {
      if (has(option)) {
        given.add(option);
      }
    }
    if (given.size() > 1) {
      throw new UsageException(given.get(0) + " and " + given.get(1) + " exclude each other");
    }
  }

  /** Refuses an option that would have no effect. */
  void needs(String option, boolean met, String condition) throws UsageException {
    if (has(option) && !met) {
      throw new UsageException(option + " needs " + condition);
    }
  }
}
