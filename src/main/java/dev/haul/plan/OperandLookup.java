package dev.haul.plan;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.LinkChain;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks operands up. The directory of the last one stays open, because operands tend to be
 * siblings.
 */
final class OperandLookup implements AutoCloseable {
  private final Root.Kind kind;
  private @Nullable Location lastParent;
  private @Nullable Directory lastDirectory;

  OperandLookup(Root.Kind kind) {
    this.kind = kind;
  }

  /**
   * What an operand is; of a link, the link itself unless a slash follows it.
   *
   * @throws NoSuchFileException if there is no such entry
   */
  FileStat stat(Location operand) throws IOException {
    Name name = operand.endsWithSlash() ? null : operand.name();
    return name == null ? statDirectory(operand) : parentOf(operand).stat(name);
  }

  /** What an operand with a name is; of a link, the link itself even if a slash follows it. */
  FileStat entry(Location operand) throws IOException {
    return parentOf(operand).stat(nameOf(operand));
  }

  /** The directory that an operand with a name is in. */
  FileIdentity directoryOf(Location operand) throws IOException {
    return parentOf(operand).ref().identity();
  }

  /** Whether something is mounted on a directory with a name. */
  boolean isMountPoint(Location operand) throws IOException {
    Directory parent = parentOf(operand);
    try (Directory directory = parent.openDirectory(nameOf(operand))) {
      return directory.mount() != parent.mount();
    }
  }

  private static Name nameOf(Location operand) {
    return Objects.requireNonNull(operand.name(), "an operand without a name");
  }

  /** Like {@link #stat}, but null when there is no such entry. */
  @Nullable FileStat statIfExists(Location operand) throws IOException {
    try {
      return stat(operand);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The identity of a directory, found by following links; null if it is not there or not one. */
  @Nullable FileIdentity directory(Location location) throws IOException {
    try {
      return statDirectory(location).identity();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    }
  }

  /** A directory and those it lies in. */
  Set<FileIdentity> withAncestors(Location directory) throws IOException {
    try (Directory opened = open(directory)) {
      return opened.lineage();
    }
  }

  /** What a link leads to in the end; null if it leads nowhere. */
  @Nullable FileStat follow(Location link) throws IOException {
    return statIfExists(LinkChain.end(link, this::link));
  }

  private @Nullable String link(Location location) throws IOException {
    Name name = location.endsWithSlash() ? null : location.name();
    try {
      return name == null ? null : LinkChain.read(parentOf(location), name);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private FileStat statDirectory(Location location) throws IOException {
    try (Directory directory = open(location)) {
      return directory.stat();
    }
  }

  /** The directory an operand is in; it stays open until another one is looked at. */
  Directory parentOf(Location operand) throws IOException {
    Location parent = operand.parent();
    Location before = lastParent;
    Directory directory = lastDirectory;
    if (directory == null || before == null || !parent.equals(before)) {
      close();
      directory = open(parent);
      lastDirectory = directory;
      lastParent = parent;
    }
    return directory;
  }

  private Directory open(Location location) throws IOException {
    return Roots.open(new Root(0, location, kind));
  }

  @Override
  public void close() throws IOException {
    Directory directory = lastDirectory;
    lastDirectory = null;
    lastParent = null;
    if (directory != null) {
      directory.close();
    }
  }
}
