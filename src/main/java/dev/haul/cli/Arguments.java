package dev.haul.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the words of a command line say: which options were given, with which values, and what
 * remains. Options go by their long names.
 *
 * @param verb the command; empty if none was named
 * @param options with no value for a flag, and several for a repeated option
 */
record Arguments(String verb, Map<String, List<String>> options, List<String> operands) {
  boolean has(String option) {
    return options.containsKey(option);
  }

  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The last value given. */
  @Nullable String value(String option) {
    List<String> values = values(option);
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }
}
