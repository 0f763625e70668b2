package dev.haul.fs.nio;

import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The two ways an entry comes to its name: in place of what has it, or only if nothing has. */
final class Moves {
  private Moves() {}

  /** In one step; what had the name gives way as rename(2) lets it. */
  static void replace(Volume volume, Path from, Path to) throws IOException {
    FileStat old = volume.statIfExists(to);
    if (old != null) {
      // The kernel would refuse as well; a file system in memory removes an empty directory.
      requireSameKind(volume.stat(from), old, to);
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void requireSameKind(FileStat moved, FileStat old, Path to) throws IOException {
    boolean onDirectory = old.type() == FileType.DIRECTORY;
    if (onDirectory != (moved.type() == FileType.DIRECTORY)) {
      String reason = onDirectory ? "Is a directory" : "Not a directory";
      throw new FileSystemException(to.toString(), null, reason);
    }
  }

  /**
   * Fails if the name exists. A link to an existing name is refused everywhere; where there are no
   * links, a name that appears between the look and the move may be replaced.
   */
  static void placeNew(Volume volume, Path from, Path to) throws IOException {
    if (volume.stat(from).type() != FileType.DIRECTORY && linked(from, to)) {
      Files.delete(from);
      return;
    }
    if (volume.statIfExists(to) != null) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean linked(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }
}
