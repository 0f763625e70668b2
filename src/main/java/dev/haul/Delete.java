package dev.haul;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a file, a link or a whole tree.
 *
 * <p>No link is ever followed: of {@code source} itself and of all that is below it, the link goes
 * and what it leads to stays. A failure leaves the directories that it is in, and does not keep the
 * rest from going.
 */
public record Delete(Location source, DeleteOptions options) implements Operation {
  public Delete(Path source, DeleteOptions options) {
    this(Location.of(source), options);
  }

  @Override
  public @Nullable Location target() {
    return null;
  }

  @Override
  public boolean failFast() {
    return options.failFast();
  }
}
