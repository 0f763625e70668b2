package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
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
 * there, the move is not over, and the same move again goes on with it.
 *
 * @param made whether the move makes the target, rather than merging into one that is there
 */
record MoveNote(FileIdentity source, String path, boolean made) {
  private static final int DIGITS = 16;

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

  private String firstLines() {
    return Long.toHexString(source.device())
        + ":"
        + Long.toHexString(source.inode())
        + (made ? " made" : " merged")
        + "\n"
        + path
        + "\n";
  }

  byte[] text() {
    String words =
        "is on its way here. If haul is no longer at work, the same command again ends what it"
            + " began.\n";
    return (firstLines() + words).getBytes(StandardCharsets.UTF_8);
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
    byte[] text = directory.readNote(note);
    return text != null && new String(text, StandardCharsets.UTF_8).startsWith(firstLines());
  }
}
