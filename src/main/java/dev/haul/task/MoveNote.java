package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file beside the target of a directory that is moved to another file system: as long as it is
 * there, the move is not over, and the same move again goes on with it.
 */
public final class MoveNote {
  private MoveNote() {}

  /** The note's name; that of the target itself may have full length already. */
  static Name name(Name target) {
    return Name.of(".haul-move-" + HexFormat.of().toHexDigits(Arrays.hashCode(target.bytes())));
  }

  /** The name of a second note: everything is copied and durable, the source can go. */
  static Name nameOfCopied(Name target) {
    return Name.of(name(target) + "-copied");
  }

  static byte[] text(String source, String target) {
    return (source
            + "\nis on its way to\n"
            + target
            + "\nIf haul is no longer at work, the same command again ends what it began.\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a move of {@code source} to an entry of {@code directory} has begun and not ended. */
  public static boolean tellsOf(Directory directory, Name target, String source)
      throws IOException {
    byte[] note = directory.readNote(name(target));
    return note != null
        && new String(note, StandardCharsets.UTF_8).startsWith(source + "\nis on its way to\n");
  }
}
