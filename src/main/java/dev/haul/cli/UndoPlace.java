package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.fs.StateDirectory;
import dev.haul.plan.rename.LastingPlace;
import dev.haul.plan.rename.UndoFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Where undo files are kept unless somebody says where: in the user's own state directory. */
final class UndoPlace {
  private final Surroundings surroundings;

  UndoPlace(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Writes an undo file where somebody has chosen. */
  static void write(Location file, List<Rename> renames) throws IOException, UsageException {
    requireLasting(file, renames);
    UndoFile.write(NamedFile.path(file), renames);
  }

  /** Writes a new undo file there, named after the time and the process. */
  Location write(List<Rename> renames) throws IOException, UsageException {
    Path directory = directory();
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String name = "rename-" + now() + "-" + ProcessHandle.current().pid();
    for (int i = 1; ; i++) {
      Path file = directory.resolve(name + (i == 1 ? "" : "-" + i) + ".undo");
      try {
        write(Location.of(file), renames);
        return Location.of(file);
      } catch (FileAlreadyExistsException e) {
        // The next number, then.
      }
    }
  }

  // Who is told its name has to find it there afterwards.
  private static void requireLasting(Location file, List<Rename> renames)
      throws IOException, UsageException {
    String why = LastingPlace.whyNot(file, renames);
    if (why != null) {
      throw new UsageException(
          "the undo file '"
              + Visible.of(file.toString())
              + "': "
              + Visible.of(why)
              + "; use another --undo-file=FILE");
    }
  }

  // Not by a formatter, which costs milliseconds at its first use.
  private static String now() {
    long seconds = System.currentTimeMillis() / 1000;
    String text = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).toString();
    return text.replace("-", "").replace(":", "") + "Z";
  }

  private Path directory() throws UsageException {
    try {
      return StateDirectory.of(surroundings.environment());
    } catch (FileSystemException e) {
      throw new UsageException(
          "no place for the undo file: cannot use "
              + Visible.of(e.getFile())
              + ": "
              + Failure.reasonOf(e)
              + "; use --undo-file=FILE");
    }
  }
}
