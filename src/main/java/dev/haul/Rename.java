package dev.haul;

import dev.haul.fs.Name;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an entry, or many entries of one tree, other names in the directories they are in.
 *
 * <p>Each entry gets its name in one step of the file system's: nothing is copied, and nothing is
 * ever replaced. What is in a directory is renamed before the directory itself. A failure leaves an
 * entry under its old name and does not keep the others from theirs, unless they need that name.
 *
 * @param directory where it begins
 * @param directories in which entries are renamed, and those on the way to them; {@code directory}
 *     is the first, and each comes behind the one it lies in
 */
public record Rename(Location directory, List<DirectoryRenames> directories, RenameOptions options)
    implements Operation {

  public Rename {
    directories = List.copyOf(directories);
    for (int i = 0; i < directories.size(); i++) {
      int parent = directories.get(i).parent();
      if (parent >= i || (parent == DirectoryRenames.NONE) != (i == 0)) {
        throw new IllegalArgumentException("directory " + i + " lies in directory " + parent);
      }
    }
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("nothing to rename");
    }
  }

  /**
   * Gives one entry another name.
   *
   * @throws IllegalArgumentException if one of both names is none, as {@code .} or {@code a/b}
   */
  public Rename(Path source, String name) {
    this(Location.of(source), Name.of(name), RenameOptions.defaults());
  }

  /**
   * Gives one entry another name.
   *
   * @throws IllegalArgumentException if {@code source} has no name, as {@code .} or {@code ..}
   */
  public Rename(Location source, Name name, RenameOptions options) {
    this(source.parent(), List.of(one(source, name)), options);
  }

  private static DirectoryRenames one(Location source, Name name) {
    Name from = source.name();
    if (from == null) {
      throw new IllegalArgumentException("has no name to change: '" + source + "'");
    }
    RenameStep step = new RenameStep(from, name, null);
    return new DirectoryRenames(DirectoryRenames.NONE, null, null, List.of(step), List.of());
  }

  /** The entry, if it is only one; else the directory where all of them are. */
  @Override
  public Location source() {
    RenameStep only = only();
    if (only != null) {
      return directory.resolve(only.from());
    }
    return directory.isWorkingDirectory() ? Location.parse(".") : directory;
  }

  /** The new name of the entry, if it is only one. */
  @Override
  public @Nullable Location target() {
    RenameStep only = only();
    return only == null ? null : directory.resolve(only.to());
  }

  private @Nullable RenameStep only() {
    DirectoryRenames first = directories.getFirst();
    boolean one = directories.size() == 1 && first.cycles().isEmpty() && first.steps().size() == 1;
    return one ? first.steps().getFirst() : null;
  }

  @Override
  public boolean failFast() {
    return options.failFast();
  }
}
