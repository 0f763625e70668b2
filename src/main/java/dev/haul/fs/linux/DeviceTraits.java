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
  private volatile @Nullable Boolean local;
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
   * Whether its data is known to be read and written by this machine.
   *
   * @param file an open one on it
   */
  boolean isLocal(Scratch scratch, int file) {
    Boolean known = local;
    if (known == null) {
      known = FileSystemType.isLocal(scratch, file);
      local = known;
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
