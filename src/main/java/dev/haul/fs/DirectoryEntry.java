package dev.haul.fs;

/** One name found in a directory, with what the directory itself says of it. */
public record DirectoryEntry(Name name, FileType type) {}
