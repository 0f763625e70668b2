package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What rooms above need to know of moves that were interrupted. */
public final class MoveNotes {
  private MoveNotes() {}

  /** Whether a move of {@code source} to an entry of {@code directory} has begun and not ended. */
  public static boolean tellOf(Directory directory, Name target, FileIdentity source, String path)
      throws IOException {
    Name note = MoveNote.name(target);
    return new MoveNote(source, path, true).isIn(directory, note)
        || new MoveNote(source, path, false).isIn(directory, note);
  }

  /** Whether a move of {@code source} to there ended, but for its notes: the source is gone. */
  public static boolean tellOfCopied(Directory directory, Name target, String path)
      throws IOException {
    byte[] text = directory.readNote(MoveNote.nameOfCopied(target));
    if (text == null) {
      return false;
    }
    String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
    return lines.length > 1 && lines[1].equals(path);
  }
}
