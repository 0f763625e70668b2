package dev.haul.fault;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What haul is to be told apart from: looks at each path, and deletes by it afterwards. */
final class NaiveDeleter {
  private NaiveDeleter() {}

  static void delete(Path entry) {
    try {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        deleteDirectory(entry);
      } else {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      // Such as a directory that is a link by now; the attack goes on with the next.
    }
  }

  private static void deleteDirectory(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        delete(entry);
      }
    }
    Files.deleteIfExists(directory);
  }
}
