package dev.haul.task;

import dev.haul.fs.ByteText;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file beside the target of a directory that is moved to another file system: as long as it is
 * there, the move is not over, and the same move again goes on with it. The source is told by what
 * it is and where it lies, not by a path, which may lead elsewhere from another directory.
 *
 * @param source the {@linkplain Directory#lastingId(Name) lasting id} of what is moved
 * @param parent that of the directory it lies in
 * @param name its name there
 * @param made whether the move makes the target, rather than merging into one that is there
 */
record MoveNote(String source, String parent, Name name, boolean made) {
  private static final int DIGITS = 16;

  /** Tells of the move of an entry that is there. */
  static MoveNote of(Directory from, Name name, boolean made) throws IOException {
    return new MoveNote(from.lastingId(name), from.lastingId(), name, made);
  }

  /** The note's name; that of the target itself may have full length already. */
  static Name name(Name target) {
    return Name.of(".haul-move-" + digest(target.bytes()));
  }

  /** The name of a second note: everything is copied and durable, the source can go. */
  static Name nameOfCopied(Name target) {
    return Name.of(name(target) + "-copied");
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private String firstLine() {
    return (made ? "made " : "merged ") + source + " in " + place(parent, name);
  }

  // A name can hold a line break.
  private static String place(String parent, Name name) {
    return parent + " " + HexFormat.of().formatHex(name.bytes()) + "\n";
  }

  /**
   * What the note holds.
   *
   * @param path what is moved, for people
   */
  byte[] text(String path) {
    return ByteText.encode(
        firstLine()
            + path
            + "\nis on its way here. If haul is no longer at work, the same command again ends what"
            + " it began.\n");
  }

  static void remove(Directory directory, Name note) throws IOException {
    try {
      directory.deleteFile(note);
    } catch (NoSuchFileException e) {
      // There is none: so much the better.
    }
  }

  /** Whether the file {@code note} tells of this very move. */
  boolean isIn(Directory directory, Name note) throws IOException {
    return firstLine(directory, note).equals(firstLine());
  }

  /** Whether it tells of a move of what was {@code name} in {@code parent}, whatever it was. */
  static boolean isOfPlace(Directory directory, Name note, String parent, Name name)
      throws IOException {
    return firstLine(directory, note).endsWith(" in " + place(parent, name));
  }

  private static String firstLine(Directory directory, Name note) throws IOException {
    byte[] text = directory.readNote(note);
    String all = text == null ? "" : new String(text, StandardCharsets.ISO_8859_1);
    return all.substring(0, all.indexOf('\n') + 1);
  }
}
