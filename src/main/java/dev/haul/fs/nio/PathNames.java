package dev.haul.fs.nio;

import dev.haul.Location;
import dev.haul.fs.ByteText;
import dev.haul.fs.Name;
import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names as paths and back.
 *
 * <p>A path of a POSIX default file system holds any bytes, but its text does not: it is decoded
 * with the locale's charset, where what cannot be decoded becomes U+FFFD. Its URI is exact.
 */
final class PathNames {
  private static final char UNDECODABLE = '\uFFFD';

  private PathNames() {}

  /**
   * The path of an entry.
   *
   * @throws InvalidPathException if the file system cannot have an entry of that name
   */
  static Path resolve(Path directory, Name name) {
    Path entry = parse(directory.getFileSystem(), name.bytes());
    if (entry.getRoot() != null || entry.getNameCount() != 1) {
      throw new InvalidPathException(name.toString(), "it would be a path of several names");
    }
    return directory.resolve(entry);
  }

  /** The name of an entry; the reverse of {@link #resolve}. */
  static Name name(Path entry) {
    return Name.of(bytes(entry.getFileName()));
  }

  /** The path whose bytes these are. */
  static Path parse(FileSystem fileSystem, byte[] bytes) {
    String text = ByteText.decode(bytes);
    try {
      return fileSystem.getPath(text);
    } catch (InvalidPathException e) {
      if (!holdsBytes(fileSystem) || text.indexOf('\0') >= 0) {
        throw e;
      }
      return Location.of(bytes).toPath();
    }
  }

  /** The bytes of a path; the reverse of {@link #parse}. */
  static byte[] bytes(Path path) {
    String text = path.toString();
    return text.indexOf(UNDECODABLE) >= 0 && holdsBytes(path.getFileSystem())
        ? bytesOfUri(path)
        : ByteText.encode(text);
  }

  private static boolean holdsBytes(FileSystem fileSystem) {
    return fileSystem.equals(FileSystems.getDefault()) && fileSystem.getSeparator().equals("/");
  }

  // The URI of a directory that exists ends in a slash, which no path of names does.
  private static byte[] bytesOfUri(Path path) {
    String uri = Path.of("/").resolve(path).toUri().getRawPath();
    int from = path.isAbsolute() ? 0 : 1;
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return percentDecoded(uri.substring(from, end));
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
