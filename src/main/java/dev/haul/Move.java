package dev.haul;

import java.nio.file.Path;

/**
 * Moves a file, a link or a whole tree so that {@code target} names it.
 *
 * <p>Within a file system that is one renaming. To another one everything is copied, made durable,
 * compared, and only then deleted, entry by entry; what came into the source meanwhile stays there.
 * Whenever that is interrupted, each file is whole in at least one of both places, and the same
 * move again goes on where this one ended.
 */
public record Move(Location source, Location target, MoveOptions options) implements Operation {
  public Move(Path source, Path target, MoveOptions options) {
    this(Location.of(source), Location.of(target), options);
  }

  @Override
  public boolean failFast() {
    return options.failFast();
  }
}
