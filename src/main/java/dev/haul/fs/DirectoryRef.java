package dev.haul.fs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to find a directory again: a root, the names below it, and who it must be.
 *
 * <p>A reference costs one small object a level and no descriptor, so millions of tasks can hold
 * one. It is a value: a worker in another process can follow it from the same root.
 */
public final class DirectoryRef {
  private final @Nullable DirectoryRef parent;
  private final Root root;
  private final @Nullable Name name;
  private final FileIdentity identity;
  private final int depth;

  private DirectoryRef(
      Root root, @Nullable DirectoryRef parent, @Nullable Name name, FileIdentity identity) {
    this.root = root;
    this.parent = parent;
    this.name = name;
    this.identity = identity;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  public static DirectoryRef root(Root root, FileIdentity identity) {
    return new DirectoryRef(root, null, null, identity);
  }

  /** The directory {@code name} below this one, which was found to be {@code identity}. */
  public DirectoryRef child(Name name, FileIdentity identity) {
    return new DirectoryRef(root, this, name, identity);
  }

  public Root root() {
    return root;
  }

  public @Nullable DirectoryRef parent() {
    return parent;
  }

  /** The name below {@link #parent}; null for a root. */
  public @Nullable Name name() {
    return name;
  }

  public FileIdentity identity() {
    return identity;
  }

  /** Levels below the root. */
  public int depth() {
    return depth;
  }

  /** The references from below the root down to this one. */
  public List<DirectoryRef> chain() {
    List<DirectoryRef> chain = new ArrayList<>(depth);
    for (DirectoryRef ref = this; ref.parent != null; ref = ref.parent) {
      chain.add(ref);
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Whether this directory, or one it lies in, is {@code identity}. */
  public boolean isWithin(FileIdentity identity) {
    for (DirectoryRef ref = this; ref != null; ref = ref.parent) {
      if (ref.identity.equals(identity)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether both lead to the same directory by the same names from the same root. By a mount, or
   * from roots of which one lies in the other, a directory is found in several places.
   */
  public boolean isSamePlace(DirectoryRef other) {
    DirectoryRef mine = this;
    DirectoryRef theirs = other;
    while (mine != theirs) {
      if (mine == null
          || theirs == null
          || !mine.identity.equals(theirs.identity)
          || !Objects.equals(mine.name, theirs.name)
          || (mine.parent == null && !mine.root.isSamePlace(theirs.root))) {
        return false;
      }
      mine = mine.parent;
      theirs = theirs.parent;
    }
    return true;
  }

  /** The path of an entry, for people: it is never opened. */
  public String pathOf(Name entry) {
    String path = toString();
    return path.endsWith("/")
        ? path + entry
        : path.isEmpty() ? entry.toString() : path + "/" + entry;
  }

  /** The path of this directory, for people: it is never opened. */
  @Override
  public String toString() {
    StringBuilder path = new StringBuilder(root.label());
    for (DirectoryRef ref : chain()) {
      if (!path.isEmpty() && path.charAt(path.length() - 1) != '/') {
        path.append('/');
      }
      path.append(ref.name);
    }
    return path.toString();
  }
}
