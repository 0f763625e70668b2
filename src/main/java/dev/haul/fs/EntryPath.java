package dev.haul.fs;

/** The path of an entry, for people; the text is only made when somebody reads it. */
public record EntryPath(DirectoryRef directory, Name name) {
  @Override
  public String toString() {
    return directory.pathOf(name);
  }
}
