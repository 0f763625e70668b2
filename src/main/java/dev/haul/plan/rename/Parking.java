package dev.haul.plan.rename;

import dev.haul.RenameStep;
import dev.haul.fs.Name;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Names under which the first of a cycle waits. Unlike those of temporary files nobody clears them
 * up: they hold what is the user's.
 */
final class Parking implements Function<List<RenameStep>, Name> {
  private final String prefix =
      ".haul-rename-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + "-";

  private long number;

  @Override
  public Name apply(List<RenameStep> cycle) {
    return Name.of(prefix + number++);
  }
}
