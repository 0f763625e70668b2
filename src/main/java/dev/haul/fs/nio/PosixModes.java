package dev.haul.fs.nio;

import dev.haul.fs.FileType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Mode bits as the JDK's permissions and back. */
final class PosixModes {
  /** What {@link PosixFilePermission} can express: not setuid, setgid and sticky. */
  static final int PERMISSIONS = 0777;

  private static final int TYPE = 0170000;
  private static final PosixFilePermission[] ALL = PosixFilePermission.values();

  private PosixModes() {}

  static int bits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (PosixFilePermission permission : permissions) {
      bits |= bit(permission);
    }
    return bits;
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : ALL) {
      if ((mode & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  /** The type in a mode, if it is one of those that the JDK calls "other". */
  static FileType specialType(int mode) {
    return switch (mode & TYPE) {
      case 0010000 -> FileType.FIFO;
      case 0140000 -> FileType.SOCKET;
      case 0020000 -> FileType.CHARACTER_DEVICE;
      case 0060000 -> FileType.BLOCK_DEVICE;
      default -> FileType.UNKNOWN;
    };
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }
}
