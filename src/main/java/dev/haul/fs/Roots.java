package dev.haul.fs;

import dev.haul.Location;
import dev.haul.fs.linux.LinuxRoots;
import dev.haul.fs.nio.NioRoots;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Opens the tops of trees; the one class that knows the implementations. */
public final class Roots {
  private static final int NIO_DESCRIPTORS = 1024;

  private Roots() {}

  /**
   * Which implementation serves an operation on these locations: direct system calls if all of them
   * are on the default file system and the calls are permitted, else java.nio for all.
   */
  public static Root.Kind kindFor(Collection<Location> locations) {
    boolean linux =
        LinuxRoots.areAvailable() && locations.stream().allMatch(Location::isDefaultFileSystem);
    return linux ? Root.Kind.LINUX : Root.Kind.NIO;
  }

  /**
   * Begins to load what opening a root needs, beside whatever the caller does next: linking the
   * first C function takes a JVM ten times as long as a small copy.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().name("haul-prepare").start(Roots::descriptorLimit);
  }

  /** Opens a root's directory; links among its names are followed. */
  public static Directory open(Root root) throws IOException {
    return switch (root.kind()) {
      case LINUX -> LinuxRoots.open(root.location(), identity -> DirectoryRef.root(root, identity));
      case NIO -> NioRoots.open(root.location(), identity -> DirectoryRef.root(root, identity));
    };
  }

  /** The file that is this process's standard input; null if it is none, or not to be known. */
  public static @Nullable FileIdentity standardInput() throws IOException {
    FileStat stat = LinuxRoots.areAvailable() ? LinuxRoots.standardInput() : null;
    return stat != null && stat.type() == FileType.REGULAR ? stat.identity() : null;
  }

  /** Now, by the clock that files on this machine get their times from. */
  public static Instant clock() {
    return LinuxRoots.areAvailable() ? LinuxRoots.clock() : Instant.now();
  }

  /** How many files this process may have open, as far as is known. */
  public static int descriptorLimit() {
    return LinuxRoots.areAvailable() ? LinuxRoots.descriptorLimit() : NIO_DESCRIPTORS;
  }
}
