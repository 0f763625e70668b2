package dev.haul.plan.rename;

import dev.haul.Location;
import dev.haul.fs.ByteText;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.file.Path;

/** Where a relative location is, whatever names are on the way. */
final class AbsoluteLocation {
  private AbsoluteLocation() {}

  static Location of(Root root) throws IOException {
    Location location = root.location();
    if (!location.isDefaultFileSystem()) {
      return location;
    }
    if (leadsUp(location)) {
      // What is before the dots may get another name itself.
      return Location.of(location.toPath().toRealPath());
    }
    if (location.toString().startsWith("/")) {
      return location;
    }
    Location working = workingDirectory(root.kind());
    return location.isWorkingDirectory() ? working : working.resolve(location.toString());
  }

  private static boolean leadsUp(Location location) {
    return ("/" + location + "/").contains("/../");
  }

  // A Path cannot hold every name, but the kernel says it in bytes.
  private static Location workingDirectory(Root.Kind kind) throws IOException {
    if (kind == Root.Kind.NIO) {
      return Location.of(Path.of("").toAbsolutePath());
    }
    try (Directory self = Roots.open(new Root(0, Location.parse("/proc/self"), kind))) {
      return Location.parse(ByteText.decode(self.readSymbolicLink(Name.of("cwd"))));
    }
  }
}
