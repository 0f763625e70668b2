package dev.haul.fs.linux;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a device has refused before, so that it is not asked again for every file. */
final class DeviceTraits {
  private static final Map<Long, DeviceTraits> OF_DEVICE = new ConcurrentHashMap<>();

  private volatile boolean withoutXattrs;
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

  boolean mayCloneTo(long target) {
    return !noCloneTo.contains(target);
  }

  void refusedCloneTo(long target) {
    noCloneTo.add(target);
  }
}
