package dev.haul.engine;

import dev.haul.Location;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The roots of one run: each operand's directory is resolved once, however many operands are in it.
 */
final class RootTable {
  private record Key(Location location, Root.Kind kind) {}

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private final DirectoryCache directories;
  private final Map<Key, DirectoryRef> roots = new HashMap<>();

  RootTable(DirectoryCache directories) {
    this.directories = directories;
  }

  DirectoryRef resolve(Location location, Root.Kind kind) throws IOException {
    Key key = new Key(location, kind);
    DirectoryRef known = roots.get(key);
    if (known != null) {
      return known;
    }
    Root root = new Root(ROOTS.incrementAndGet(), location, kind);
    try (DirectoryCache.Lease lease = directories.adopt(Roots.open(root))) {
      DirectoryRef resolved = DirectoryRef.root(root, lease.directory().ref().identity());
      roots.put(key, resolved);
      return resolved;
    }
  }
}
