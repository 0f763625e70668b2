package dev.haul.fs;

/**
 * An entry that is copied without being opened: a link, a FIFO, a socket or a device.
 *
 * @param stat the entry as it was when it was found
 */
public record SourceEntry(Directory directory, Name name, FileStat stat) {}
