package dev.haul.fs;

import org.jspecify.annotations.Nullable;

/** What makes two names the same file: the device and the inode on it, never one alone. */
public record FileIdentity(long device, long inode) {
  // Written out: what a record brings costs milliseconds at its first use.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileIdentity that && inode == that.inode && device == that.device;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(inode) + Long.hashCode(device);
  }
}
