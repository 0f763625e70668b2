package dev.haul.append;

import dev.haul.Locking;
import dev.haul.append.Intent.Owner;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.StateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the intents of this user are: in {@code $XDG_STATE_HOME/haul/append}, a file for each file.
 *
 * <p>What another user could have written is not believed: by a forged intent one could have
 * acknowledged records cut off.
 */
final class Intents {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

  /** Writers that come and go at the same time may remove one as often as it is made. */
  private static final int ATTEMPTS = 1000;

  private final Place place;

  /** Finds their directory. */
  @FunctionalInterface
  private interface Place {
    Path find() throws IOException;
  }

  private Intents(Place place) {
    this.place = place;
  }

  Intents(Path directory) {
    this(() -> directory);
  }

  static Intents ofUser() {
    return new Intents(() -> StateDirectory.of(System.getenv()).resolve("append"));
  }

  /** The intents of a file's writers, for one that locks it in this way. */
  IntentFile open(FileIdentity file, long generation, Locking locking) throws IOException {
    Path directory = place.find();
    make(directory);
    Path path = directory.resolve(nameFor(file, locking));
    for (int i = 0; ; i++) {
      try {
        return map(path, file, generation, locking);
      } catch (NoSuchFileException e) {
        // Its last user has removed it just now.
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Whether somebody who locks it in this way is at it, or was killed. */
  boolean has(FileIdentity file, Locking locking) throws IOException {
    return Files.exists(place.find().resolve(nameFor(file, locking)), LinkOption.NOFOLLOW_LINKS);
  }

  // Who locks a file beside it sees nothing of the others' locks, and they nothing of those.
  private static String nameFor(FileIdentity file, Locking locking) {
    String name = Long.toHexString(file.device()) + "-" + Long.toHexString(file.inode());
    return locking == Locking.SIDECAR ? name + "-sidecar" : name;
  }

  private static IntentFile map(Path path, FileIdentity file, long generation, Locking locking)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      requireOwn(path);
      UUID boot = boot();
      long high = boot == null ? 0 : boot.getMostSignificantBits();
      long low = boot == null ? 0 : boot.getLeastSignificantBits();
      return IntentFile.map(path, channel, locking, new Owner(high, low, file, generation));
    }
  }

  private static void make(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    requireOwn(directory);
  }

  private static void requireOwn(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> open = EnumSet.copyOf(found.permissions());
    open.retainAll(OTHERS);
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    boolean own = user.equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    if (!own || (found.isRegularFile() && !open.isEmpty()) || mayOthersWrite(open)) {
      throw new FileSystemException(path.toString(), null, "belongs to others too");
    }
  }

  private static boolean mayOthersWrite(Set<PosixFilePermission> open) {
    return open.contains(PosixFilePermission.GROUP_WRITE)
        || open.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static @Nullable UUID boot() throws IOException {
    return Files.exists(BOOT_ID) ? UUID.fromString(Files.readString(BOOT_ID).strip()) : null;
  }
}
