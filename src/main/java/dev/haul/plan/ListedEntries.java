package dev.haul.plan;

import dev.haul.fs.Directory;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for entries of a tree without following links, from one path to the next: what both have in
 * common stays open.
 */
final class ListedEntries implements AutoCloseable {
  /** What is open, from the tree's root down; {@link #names} leads from one to the next. */
  private final List<Directory> open = new ArrayList<>();

  private final List<String> names = new ArrayList<>();

  /**
   * Takes over an open directory.
   *
   * @param root where the paths begin
   */
  ListedEntries(Directory root) {
    open.add(root);
  }

  /**
   * Looks for an entry.
   *
   * @throws NoSuchFileException if it is not there
   * @throws NotDirectoryException if something on its way, or the entry itself where a slash asks
   *     for a directory, is none
   */
  void find(String path) throws IOException {
    List<String> wanted = split(path);
    if (wanted.isEmpty()) {
      return;
    }
    List<String> parents = wanted.subList(0, wanted.size() - 1);
    closeFrom(common(parents));
    for (String name : parents.subList(names.size(), parents.size())) {
      open.add(open.getLast().openDirectory(Name.of(name)));
      names.add(name);
    }
    FileStat found = open.getLast().stat(Name.of(wanted.getLast()));
    if (path.endsWith("/") && found.type() != FileType.DIRECTORY) {
      throw new NotDirectoryException(path);
    }
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private int common(List<String> parents) {
    int count = 0;
    while (count < names.size()
        && count < parents.size()
        && names.get(count).equals(parents.get(count))) {
      count++;
    }
    return count;
  }

  private void closeFrom(int level) throws IOException {
    while (names.size() > level) {
      names.removeLast();
      open.removeLast().close();
    }
  }

  @Override
  public void close() throws IOException {
    closeFrom(0);
    open.getFirst().close();
  }
}
