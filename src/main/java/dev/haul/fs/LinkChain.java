package dev.haul.fs;

import dev.haul.Location;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import org.jspecify.annotations.Nullable;

/** From a link to what it leads to, one link after the other, each read where it is. */
public final class LinkChain {
  /** As many as the kernel follows in one path. */
  public static final int LONGEST = 40;

  private LinkChain() {}

  /** Reads links. */
  @FunctionalInterface
  public interface Reader {
    /** What a link says; null if there is none of that name. */
    @Nullable String read(Location location) throws IOException;
  }

  /**
   * Where an entry leads; null if it is no link, or one whose text says nothing of that: then it is
   * what it is, and cannot be opened by a name.
   */
  public static @Nullable String read(Directory directory, Name entry) throws IOException {
    FileStat found = directory.statIfExists(entry);
    return found != null
            && found.type() == FileType.SYMBOLIC_LINK
            && directory.leadsToItsText(entry)
        ? ByteText.decode(directory.readSymbolicLink(entry))
        : null;
  }

  /**
   * The first location from {@code start} on that is no link.
   *
   * @throws FileSystemLoopException if there are too many
   */
  public static Location end(Location start, Reader reader) throws IOException {
    Location at = start;
    for (int i = 0; i < LONGEST; i++) {
      String link = reader.read(at);
      if (link == null) {
        return at;
      }
      at = at.parent().resolve(link);
    }
    throw new FileSystemLoopException(start.toString());
  }
}
