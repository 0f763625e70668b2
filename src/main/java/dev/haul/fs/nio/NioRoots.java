package dev.haul.fs.nio;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.function.Function;

/** Opens the first directory of a tree; the only place where links are followed. */
public final class NioRoots {
  private NioRoots() {}

  /** Opens the directory at {@code location}, following links. */
  public static Directory open(Location location, Function<FileIdentity, DirectoryRef> ref)
      throws IOException {
    String label = location.isWorkingDirectory() ? "." : location.toString();
    return Errors.naming(label, () -> open(path(location).toRealPath(), label, ref));
  }

  private static Directory open(Path real, String label, Function<FileIdentity, DirectoryRef> ref)
      throws IOException {
    Volume volume = Volume.of(real.getFileSystem());
    FileStat stat = volume.stat(real);
    if (stat.type() != FileType.DIRECTORY) {
      throw new NotDirectoryException(label);
    }
    return new NioDirectory(real, volume, ref.apply(stat.identity()), stat);
  }

  private static Path path(Location location) {
    return location.isDefaultFileSystem()
        ? PathNames.parse(location.fileSystem(), location.bytes())
        : location.toPath();
  }
}
