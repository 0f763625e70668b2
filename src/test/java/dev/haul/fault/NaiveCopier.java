package dev.haul.fault;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What haul is to be told apart from: looks at each path, and uses it afterwards. */
final class NaiveCopier {
  private NaiveCopier() {}

  static void copy(Path source, Path target) throws IOException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(target);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
      for (Path entry : entries) {
        copyEntry(entry, target.resolve(entry.getFileName()));
      }
    }
  }

  private static void copyEntry(Path entry, Path target) {
    try {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        copy(entry, target);
      } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
          && !Files.isSymbolicLink(target)) {
        Files.write(target, Files.readAllBytes(entry));
      }
    } catch (IOException e) {
      // Such as a directory that is a link by now; the attack goes on with the next.
    }
  }
}
