package dev.haul.cli;

/**
 * A list of paths to read.
 *
 * @param name as the user wrote it; {@code -} is standard input
 * @param zeroSeparated whether a zero byte ends a path, instead of a line break
 */
record PathListFile(String name, boolean zeroSeparated) {
  boolean isStandardInput() {
    return name.equals("-");
  }
}
