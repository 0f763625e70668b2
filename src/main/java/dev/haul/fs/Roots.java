package dev.haul.fs;

import dev.haul.Location;
import dev.haul.fs.linux.LinuxRoots;
import dev.haul.fs.nio.NioRoots;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

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

  /** Opens a root's directory; links among its names are followed. */
  public static Directory open(Root root) throws IOException {
    return switch (root.kind()) {
      case LINUX -> LinuxRoots.open(root.location(), identity -> DirectoryRef.root(root, identity));
      case NIO -> NioRoots.open(root.location(), identity -> DirectoryRef.root(root, identity));
    };
  }

  /**
   * A root's directory and those it lies in, through the links of its path, up to the first that
   * may not be read: a copy could not come down from there either.
   */
  public static Set<FileIdentity> withAncestors(Root root) throws IOException {
    Set<FileIdentity> found = new HashSet<>();
    Location given = root.location();
    Location at = given.isWorkingDirectory() ? given.resolve(".") : given;
    try {
      // The root of a file system is its own parent.
      while (found.add(identity(new Root(root.id(), at, root.kind())))) {
        at = at.resolve("..");
      }
    } catch (AccessDeniedException e) {
      // As said above.
    }
    return found;
  }

  private static FileIdentity identity(Root root) throws IOException {
    try (Directory directory = open(root)) {
      return directory.ref().identity();
    }
  }

  /** How many files this process may have open, as far as is known. */
  public static int descriptorLimit() {
    return LinuxRoots.areAvailable() ? LinuxRoots.descriptorLimit() : NIO_DESCRIPTORS;
  }
}
