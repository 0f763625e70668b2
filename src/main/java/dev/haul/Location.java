package dev.haul;

import dev.haul.fs.ByteText;
import dev.haul.fs.Name;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an operand is: a file system, and a path in it that can hold every name.
 *
 * <p>The text of a {@link Path} cannot: under {@code LC_ALL=C} even {@code Path.of("ünï")} throws.
 * A location keeps bytes that are not UTF-8 as lone surrogates ({@link ByteText}).
 */
public final class Location {
  private static final String PLAIN = "/-._~";

  private final FileSystem fileSystem;
  private final String text;

  private Location(FileSystem fileSystem, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "Nul character not allowed");
    }
    this.fileSystem = fileSystem;
    this.text = text;
  }

  /** The location of {@code path}, whatever file system it belongs to. */
  public static Location of(Path path) {
    FileSystem fileSystem = path.getFileSystem();
    String text = path.toString();
    if (fileSystem.equals(FileSystems.getDefault()) && text.indexOf('\uFFFD') >= 0) {
      // The URI of a directory that exists ends in a slash.
      return of(percentDecoded(path.toUri().getRawPath().replaceFirst("(?<=.)/$", "")));
    }
    return new Location(fileSystem, text.replace(fileSystem.getSeparator(), "/"));
  }

  /** The location on the default file system whose path is {@code bytes}. */
  public static Location of(byte[] bytes) {
    return parse(ByteText.decode(bytes));
  }

  /** The location on the default file system that {@code text}, as of {@link ByteText}, names. */
  public static Location parse(String text) {
    return new Location(FileSystems.getDefault(), text);
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  public boolean isDefaultFileSystem() {
    return fileSystem.equals(FileSystems.getDefault());
  }

  /** The path as bytes; {@code .} for the working directory. */
  public byte[] bytes() {
    return ByteText.encode(text.isEmpty() ? "." : text);
  }

  /**
   * The location as a path, which leads there in any locale, though its text may not say so.
   *
   * @throws InvalidPathException if the file system cannot have a name of it
   */
  public Path toPath() {
    String separator = fileSystem.getSeparator();
    try {
      return fileSystem.getPath(text.replace("/", separator));
    } catch (InvalidPathException e) {
      if (!isDefaultFileSystem() || !separator.equals("/")) {
        throw e;
      }
      return pathOfUri();
    }
  }

  // The text of a path is in the charset of the locale; its URI is in bytes.
  private Path pathOfUri() {
    boolean absolute = text.startsWith("/");
    Path path = Path.of(URI.create((absolute ? "file://" : "file:///") + percentEncoded(bytes())));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  public boolean isWorkingDirectory() {
    return text.isEmpty();
  }

  /** Whether the path ends in a slash, which asks for a directory and follows a final link. */
  public boolean endsWithSlash() {
    return text.endsWith("/");
  }

  /**
   * The last name of the path, whether or not a slash follows it; null when there is none, as for
   * {@code /}, {@code .} and {@code ..}.
   */
  public @Nullable Name name() {
    String trimmed = withoutTrailingSlashes();
    byte[] last = ByteText.encode(trimmed.substring(trimmed.lastIndexOf('/') + 1));
    return Name.isPlain(last) ? Name.of(last) : null;
  }

  /** The directory that {@link #name} is in. */
  public Location parent() {
    String trimmed = withoutTrailingSlashes();
    int slash = trimmed.lastIndexOf('/');
    return new Location(fileSystem, slash == 0 ? "/" : trimmed.substring(0, Math.max(slash, 0)));
  }

  public Location resolve(Name name) {
    String separator = text.isEmpty() || endsWithSlash() ? "" : "/";
    return new Location(fileSystem, text + separator + name);
  }

  /** The location of a relative path below this one; an absolute path is taken as it is. */
  public Location resolve(String relative) {
    if (relative.startsWith("/") || text.isEmpty()) {
      return new Location(fileSystem, relative);
    }
    return new Location(fileSystem, endsWithSlash() ? text + relative : text + "/" + relative);
  }

  private String withoutTrailingSlashes() {
    int end = text.length();
    while (end > 1 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  private static String percentEncoded(byte[] bytes) {
    StringBuilder uriPath = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (PLAIN.indexOf(b) >= 0 || (b > 0 && Character.isLetterOrDigit(b))) {
        uriPath.append((char) b);
      } else {
        uriPath.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return uriPath.toString();
  }

  private static byte[] percentDecoded(String uriPath) {
    byte[] raw = ByteText.encode(uriPath);
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        raw[length++] = (byte) Integer.parseInt(uriPath, i + 1, i + 3, 16);
        i += 2;
      } else {
        raw[length++] = raw[i];
      }
    }
    return Arrays.copyOf(raw, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Location location
        && fileSystem.equals(location.fileSystem)
        && text.equals(location.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fileSystem, text);
  }

  /** The path as {@link ByteText} holds it: lossless, and not made safe for a terminal. */
  @Override
  public String toString() {
    return text;
  }
}
