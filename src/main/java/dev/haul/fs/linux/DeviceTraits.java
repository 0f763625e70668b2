package dev.haul.fs.linux;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of a device, or it has refused, so that it is not asked again for every file. */
final class DeviceTraits {
  private static final Map<Long, DeviceTraits> OF_DEVICE = new ConcurrentHashMap<>();

  private volatile boolean withoutXattrs;
  private volatile @Nullable Boolean keepsBirths;
  private volatile @Nullable Boolean plain;
  private final Set<Long> noCloneTo = ConcurrentHashMap.newKeySet();

  private DeviceTraits() {}

  static DeviceTraits of(long device) {
    return OF_DEVICE.computeIfAbsent(device, _ -> new DeviceTraits());
  }

  boolean hasXattrs() {
    return !withoutXattrs;
  }

  void refusedXattrs() {
    withoutXattrs = true;
  }

  /**
   * Whether the time when a file was made stays: overlayfs makes a file of a lower layer anew when
   * it is renamed.
   *
   * @param directory an open one on it
   */
  boolean keepsBirths(Scratch scratch, int directory) {
    Boolean known = keepsBirths;
    if (known == null) {
      known = !FileSystemType.isLayered(scratch, directory);
      keepsBirths = known;
    }
    return known;
  }

  /**
   * Whether files are as large as they say; and directories, when they are read, show the names of
   * that moment, as many at a time as there is room for. Known of ext2 to ext4 and XFS; their
   * numbers are those of disks, which what makes its files up as they are read never has.
   *
   * @param file an open one on it
   */
  boolean isPlain(Scratch scratch, int file) {
    Boolean known = plain;
    if (known == null) {
      known = FileSystemType.isPlain(scratch, file);
      plain = known;
    }
    return known;
  }

  boolean mayCloneTo(long target) {
    return !noCloneTo.contains(target);
  }

  void refusedCloneTo(long target) {
    noCloneTo.add(target);
  }
}
