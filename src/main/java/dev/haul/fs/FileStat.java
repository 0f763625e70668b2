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
  /** In what steps file systems tell time, in nanoseconds. */
  private static final int[] STEPS = {1_000_000_000, 10_000_000, 1_000_000, 1_000, 100};

  /** Whether the content may be another than when {@code before} was taken. */
  public boolean changedSince(FileStat before) {
    return size != before.size
        || !modified.equals(before.modified)
        || !changed.equals(before.changed);
  }

  /** Whether {@code copy} passes for a copy of this file, by rsync's quick check. */
  public boolean sameSizeAndTime(FileStat copy) {
    return size == copy.size && copy.hasTimeOf(this);
  }

  /**
   * Whether this has the modification time of {@code source}, as far as its file system holds it.
   * How fine that is shows in the time of the last change, which nobody can set: ext4 with small
   * inodes, for one, has whole seconds.
   */
  public boolean hasTimeOf(FileStat source) {
    if (modified.equals(source.modified)) {
      return true;
    }
    for (int step : STEPS) {
      if (floor(changed, step).equals(changed) && floor(source.modified, step).equals(modified)) {
        return true;
      }
    }
    return false;
  }

  private static Instant floor(Instant time, int step) {
    return Instant.ofEpochSecond(time.getEpochSecond(), time.getNano() - time.getNano() % step);
  }

  public Ownership ownership() {
    return new Ownership(owner, group);
  }

  public boolean hasHoles() {
    return allocated < size;
  }
}
