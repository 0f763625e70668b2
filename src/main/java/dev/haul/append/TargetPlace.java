package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.LinkChain;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Where a target leads to: a name in an open directory. What cannot be opened is told as an error
 * of the target.
 *
 * @param target for messages
 * @param followed whether by a link
 */
record TargetPlace(Location target, Directory directory, Name name, boolean followed)
    implements AutoCloseable {

  /** Follows the target's links. */
  static TargetPlace of(Location target, Root.Kind kind) throws IOException {
    Location location = target;
    for (int i = 0; i < LinkChain.LONGEST; i++) {
      Name name = location.name();
      if (name == null || location.endsWithSlash()) {
        throw new FileSystemException(target.toString(), null, "is a directory");
      }
      Directory directory = openDirectory(location.parent(), kind, target);
      String link = linkOrClose(directory, name);
      if (link == null) {
        return new TargetPlace(target, directory, name, i > 0);
      }
      directory.close();
      location = location.parent().resolve(link);
    }
    throw new FileSystemLoopException(target.toString());
  }

  private static Directory openDirectory(Location location, Root.Kind kind, Location target)
      throws IOException {
    try {
      return Roots.open(new Root(0, location, kind));
    } catch (FileSystemException e) {
      throw about(target, e);
    }
  }

  /** Where the link leads; null if it is none. After an error {@code directory} is closed. */
  private static @Nullable String linkOrClose(Directory directory, Name name) throws IOException {
    try {
      return LinkChain.read(directory, name);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  AppendFile openFile(AppendOptions options) throws IOException {
    try {
      return directory.openForAppend(name, options);
    } catch (FileSystemException e) {
      throw followed ? about(target, e) : e;
    }
  }

  /** Opens the file that is locked instead of the target itself. */
  AppendFile openSidecar() throws IOException {
    AppendOptions usual = AppendOptions.defaults().withLocking(Locking.TARGET);
    Name beside = Name.of(name + ".lock");
    try {
      return directory.openForAppend(beside, usual);
    } catch (IOException e) {
      String why = "cannot be locked by the file '" + beside + "': " + Failure.reasonOf(e);
      FileSystemException told = new FileSystemException(target.toString(), null, why);
      told.initCause(e);
      throw told;
    }
  }

  /** Whether this file has the name now. */
  boolean has(FileIdentity file) throws IOException {
    FileStat named = directory.statIfExists(name);
    return named != null && named.identity().equals(file);
  }

  /** An error of where the target leads, or lies, as one of the target itself. */
  private static FileSystemException about(Location target, FileSystemException error) {
    String name = target.toString();
    String reason = Failure.reasonOf(error);
    FileSystemException told =
        switch (error) {
          case NoSuchFileException _ -> new NoSuchFileException(name, null, reason);
          case AccessDeniedException _ -> new AccessDeniedException(name, null, reason);
          default -> new FileSystemException(name, null, reason);
        };
    told.initCause(error);
    return told;
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
