package dev.haul.fs;

import dev.haul.Ownership;
import java.time.Instant;

/**
 * What the file system says of one file at one moment.
 *
 * @param mode permission bits, setuid, setgid and sticky (the low twelve bits)
 * @param links names of this inode
 * @param size in bytes
 * @param allocated bytes really occupied; less than the size when there are holes
 * @param special the device number of a device, else 0
 */
public record FileStat(
    FileIdentity identity,
    FileType type,
    int mode,
    int owner,
    int group,
    int links,
    long size,
    long allocated,
    long special,
    Instant accessed,
    Instant modified,
    Instant changed) {

  /** Whether the content may be another than when {@code before} was taken. */
  public boolean changedSince(FileStat before) {
    return size != before.size
        || !modified.equals(before.modified)
        || !changed.equals(before.changed);
  }

  /** Whether rsync's quick check takes {@code other} for the same content. */
  public boolean sameSizeAndTime(FileStat other) {
    return size == other.size && modified.equals(other.modified);
  }

  public Ownership ownership() {
    return new Ownership(owner, group);
  }

  public boolean hasHoles() {
    return allocated < size;
  }
}
