package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import java.io.IOException;

/** What rooms above need to know of moves that were interrupted. */
public final class MoveNotes {
  private MoveNotes() {}

  /**
   * Whether a move of {@code name} in {@code from} to {@code target} in {@code to} has begun and
   * not ended.
   */
  public static boolean tellOf(Directory to, Name target, Directory from, Name name)
      throws IOException {
    Name note = MoveNote.name(target);
    return MoveNote.of(from, name, true).isIn(to, note)
        || MoveNote.of(from, name, false).isIn(to, note);
  }

  /** Whether such a move ended, but for its notes: the source is gone. */
  public static boolean tellOfCopied(Directory to, Name target, Directory from, Name name)
      throws IOException {
    return MoveNote.isOfPlace(to, MoveNote.nameOfCopied(target), from.lastingId(), name);
  }
}
