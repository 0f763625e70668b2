package dev.haul;

import java.nio.file.Path;

/**
 * Copies a file, a link or a whole tree so that {@code target} names the copy.
 *
 * <p>The target is the copy's own name, not a directory to put it in. Directories merge; for
 * everything else {@link CopyOptions#ifExists} decides. A failure leaves what was copied until
 * then: each file of it whole, or absent.
 */
public record Copy(Location source, Location target, CopyOptions options) implements Operation {
  public Copy(Path source, Path target, CopyOptions options) {
    this(Location.of(source), Location.of(target), options);
  }

  /** A copy that keeps everything and replaces nothing. */
  public Copy(Path source, Path target) {
    this(source, target, CopyOptions.defaults());
  }

  @Override
  public boolean failFast() {
    return options.failFast();
  }
}
