package dev.haul.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file system made for one test, in memory as far as there is memory for it. */
public final class MountedImage implements AutoCloseable {
  /** What it can be, as {@link Kind#make} makes it. */
  public enum Kind {
    EXT4,
    XFS,
    BTRFS,
    TMPFS;

    /** Whether files can share their data. */
    public boolean clones() {
      return this == XFS || this == BTRFS;
    }

    /** An empty one of a size that suits small trees. */
    public MountedImage make() throws IOException {
      return this == TMPFS ? tmpfs("size=1g") : image(toString());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long IMAGE_SIZE = 1L << 30;
  private static final int CAP_SYS_ADMIN = 21;

  // The device goes with the mount: nothing else is to be detached.
  private static final String MOUNT_IMAGE = "mount -o loop image mount";

  private final Path home;
  private final Path root;
  private final Shell shell;

  private MountedImage(Path home) throws IOException {
    this.home = home;
    this.root = Files.createDirectory(home.resolve("mount"));
    this.shell = new Shell(home);
  }

  /** One in memory, with mount options such as {@code size=1m,nr_inodes=100}. */
  public static MountedImage tmpfs(String options) throws IOException {
    needsMount();
    MountedImage made = new MountedImage(Files.createTempDirectory("haul-mount"));
    made.mount("mount -t tmpfs -o \"$1\" tmpfs mount", options);
    return made;
  }

  private static MountedImage image(String type) throws IOException {
    return image(type, IMAGE_SIZE);
  }

  /** A file system of that type and size, with what it says of itself on it. */
  public static MountedImage image(String type, long size) throws IOException {
    needsMount();
    Shell.needs("mkfs." + type);
    assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices");
    MountedImage made = new MountedImage(Files.createTempDirectory(roomyPlace(), "haul-mount"));
    made.mount(
        """
        truncate -s "$2" image
        mkfs."$1" -q image
        """
            + MOUNT_IMAGE,
        type,
        Long.toString(size));
    return made;
  }

  private static void needsMount() throws IOException {
    Shell.needsRoot();
    Shell.needs("mount");
    String capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> line.substring("CapEff:".length()).strip())
            .findFirst()
            .orElse("0");
    assumeTrue(
        (Long.parseUnsignedLong(capabilities, 16) >> CAP_SYS_ADMIN & 1) == 1,
        "needs to be allowed to mount");
  }

  /** Containers often have a few MiB of it only. */
  private static Path roomyPlace() throws IOException {
    boolean roomy =
        Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > IMAGE_SIZE;
    return roomy ? MEMORY : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  private void mount(String script, String... parameters) throws IOException {
    try {
      shell.sh(script, parameters).expectSuccess();
    } catch (IOException | AssertionError e) {
      deleteFiles();
      throw e;
    }
  }

  /** The top directory of the file system. */
  public Path root() {
    return root;
  }

  /** The directory that each of them is made in, if it is not a {@link Kind#TMPFS}. */
  public Path place() {
    return home.resolveSibling("");
  }

  /** Bytes that are taken, with everything written out. */
  public long used() throws IOException {
    shell.sh("sync -f mount").expectSuccess();
    return Files.getFileStore(root).getTotalSpace()
        - Files.getFileStore(root).getUnallocatedSpace();
  }

  /**
   * Loses, on ext4 and xfs, whatever has not reached the image by now; until {@link #mountAgain}
   * nothing can be written any more.
   */
  public void cutPower() throws IOException {
    PowerSwitch.cut(root);
  }

  /** An image anew, as a machine does that starts. */
  public void mountAgain() throws IOException {
    unmount().expectSuccess();
    shell.sh(MOUNT_IMAGE).expectSuccess();
  }

  /** With other options, such as {@code ro}. */
  public void remount(String options) throws IOException {
    shell.sh("mount -o \"remount,$1\" mount", options).expectSuccess();
  }

  @Override
  public void close() throws IOException {
    Shell.Outcome outcome = unmount();
    if (outcome.code() != 0) {
      // Still in use, by what a failed test left behind: it goes when that ends.
      shell.sh("umount --lazy mount").expectSuccess();
    }
    deleteFiles();
    outcome.expectSuccess();
  }

  /**
   * Nobody of the test's is in it any more, but others may look at each mount of the machine for a
   * moment. That it was so is printed, and who was seen.
   */
  private Shell.Outcome unmount() throws IOException {
    Shell.Outcome outcome =
        shell.sh(
            """
            tries=0
            until umount mount; do
              tries=$((tries + 1))
              test $tries -lt 50
              find /proc/[0-9]*/cwd /proc/[0-9]*/fd -lname "$PWD/mount*" -printf '%p %l\\n' \\
                2>/dev/null || true
            done
            """);
    if (!outcome.err().isEmpty()) {
      System.out.println(root + ": " + outcome);
    }
    return outcome;
  }

  // One by one and never a tree: were it still mounted, nothing of it would be lost.
  private void deleteFiles() throws IOException {
    Files.deleteIfExists(root);
    Files.deleteIfExists(home.resolve("image"));
    Files.deleteIfExists(home);
  }
}
