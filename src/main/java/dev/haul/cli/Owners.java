package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.Ownership;
import dev.haul.fs.ByteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code OWNER[:GROUP]}, looking names up in the system's own files. */
final class Owners {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path GROUPS = Path.of("/etc/group");

  private Owners() {}

  static Ownership parse(Choice choice) throws UsageException {
    String text = choice.value();
    int colon = text.indexOf(':');
    String owner = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "" : text.substring(colon + 1);
    if (owner.isEmpty() && group.isEmpty()) {
      throw choice.invalid("neither an owner nor a group");
    }
    return new Ownership(id(choice, owner, USERS, "user"), id(choice, group, GROUPS, "group"));
  }

  private static int id(Choice choice, String name, Path file, String kind) throws UsageException {
    if (name.isEmpty()) {
      return Ownership.KEEP;
    }
    String id = isNumber(name) ? name : find(choice, name, file, kind);
    try {
      int parsed = Integer.parseUnsignedInt(id);
      if (parsed != Ownership.KEEP) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // Nor is the one number that stands for no change.
    }
    throw choice.invalid("not a " + kind + " id: " + id);
  }

  private static boolean isNumber(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  // Both files have the name first and the number third.
  private static String find(Choice choice, String name, Path file, String kind)
      throws UsageException {
    try {
      for (String line : ByteText.decode(Files.readAllBytes(file)).split("\n", -1)) {
        if (line.startsWith(name + ":")) {
          return line.split(":", 4)[2];
        }
      }
    } catch (IOException e) {
      throw choice.invalid("cannot read " + file + ": " + Failure.reasonOf(e));
    }
    throw choice.invalid("there is no " + kind + " named " + Visible.of(name) + " in " + file);
  }
}
