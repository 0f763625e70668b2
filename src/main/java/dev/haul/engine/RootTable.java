package dev.haul.engine;

import dev.haul.Location;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.LinkChain;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The roots of one run: each operand's directory is resolved once, however many operands are in it.
 */
final class RootTable {
  private record Key(Location location, Root.Kind kind) {
    // Written out: what a record brings costs milliseconds at its first use.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && kind == that.kind && location.equals(that.location);
    }

    @Override
    public int hashCode() {
      return location.hashCode();
    }
  }

  private static final Location PROCESSES = Location.parse("/proc");
  private static final AtomicInteger ROOTS = new AtomicInteger();

  private final DirectoryCache directories;
  private final Map<Key, DirectoryRef> roots = new HashMap<>();

  RootTable(DirectoryCache directories) {
    this.directories = directories;
  }

  /** The operand itself, or what it leads to if it is a link. */
  Location followed(Location operand, Root.Kind kind) throws IOException {
    return LinkChain.end(operand, at -> link(at, kind));
  }

  /**
   * A target as other processes find it too, if it is named by a descriptor of this one: there
   * {@code /dev/fd/5} is another file.
   */
  Location forAllProcesses(Location target, Root.Kind kind) {
    Location[] found = {target};
    try {
      LinkChain.end(
          target,
          at -> {
            String link = link(at, kind);
            if (link != null && isOfProcesses(at.parent(), kind)) {
              found[0] = at.parent().resolve(link);
            }
            return link;
          });
    } catch (IOException e) {
      // Whoever opens it hears of that too.
    }
    return found[0];
  }

  private boolean isOfProcesses(Location directory, Root.Kind kind) throws IOException {
    return resolve(directory, kind).identity().device()
        == resolve(PROCESSES, kind).identity().device();
  }

  private @Nullable String link(Location location, Root.Kind kind) throws IOException {
    Name name = location.name();
    if (name == null) {
      return null;
    }
    try (DirectoryCache.Lease lease = directories.lease(resolve(location.parent(), kind))) {
      return LinkChain.read(lease.directory(), name);
    }
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
