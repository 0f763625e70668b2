package dev.haul.task;

import dev.haul.fs.FileIdentity;

/**
 * A file with several names, of which one is copied and the others become links to that copy; the
 * scheduler decides which.
 *
 * @param links how many names the file has; when as many were seen it can be forgotten
 * @param copy makes this name by copying
 */
public record LinkCandidate(FileIdentity identity, int links, CopyEntry copy) {}
