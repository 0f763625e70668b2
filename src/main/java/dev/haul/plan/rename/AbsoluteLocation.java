package dev.haul.plan.rename;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;

/** Where a relative location is, whatever names are on the way. */
final class AbsoluteLocation {
  private AbsoluteLocation() {}

  static Location of(Root root) throws IOException {
    Location location = root.location();
    if (!location.isDefaultFileSystem()) {
      return location;
    }
    if (leadsUp(location) || location.isWorkingDirectory()) {
      // What is before the dots may get another name itself.
      return opened(root);
    }
    return location.toString().startsWith("/")
        ? location
        : opened(new Root(0, Location.parse(""), root.kind())).resolve(location.toString());
  }

  private static boolean leadsUp(Location location) {
    return ("/" + location + "/").contains("/../");
  }

  private static Location opened(Root root) throws IOException {
    try (Directory directory = Roots.open(root)) {
      return directory.location();
    }
  }
}
