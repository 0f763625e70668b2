package dev.haul;

import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory and the name it gets.
 *
 * @param identity which file it must be, or it is left alone; null if any will do
 */
public record RenameStep(Name from, Name to, @Nullable FileIdentity identity) {}
