package dev.haul.cli;

import dev.haul.EntryFilter;
import dev.haul.Location;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several commands may be told, in the terms of the API. */
final class CommonChoices {
  private CommonChoices() {}

  static int retries(Choices choices, int otherwise) throws UsageException {
    Choice retries = choices.find(Setting.RETRIES);
    return retries == null ? otherwise : retries.number(0);
  }

  static EntryFilter filter(Choices choices) throws UsageException {
    List<String> includes = choices.values("--include");
    List<String> excludes = choices.values("--exclude");
    if (includes.isEmpty() && excludes.isEmpty()) {
      return EntryFilter.ALL;
    }
    try {
      return EntryFilter.of(includes, excludes);
    } catch (IllegalArgumentException e) {
      throw new UsageException(Visible.of(String.valueOf(e.getMessage())));
    }
  }

  static @Nullable PathListFile list(Choices choices) throws UsageException {
    Choice file = choices.find("--files-from");
    choices.needs("--null", file != null, "--files-from");
    return file == null ? null : new PathListFile(file.value(), choices.has("--null"));
  }

  static List<Location> locations(List<String> operands) throws UsageException {
    List<Location> locations = new ArrayList<>(operands.size());
    for (String operand : operands) {
      locations.add(location(operand));
    }
    return locations;
  }

  // To the kernel an empty name is no name, and here it would be the working directory.
  static Location location(String operand) throws UsageException {
    if (operand.isEmpty()) {
      throw new UsageException("'' is not the name of a file: an operand is empty");
    }
    return Location.parse(operand);
  }
}
