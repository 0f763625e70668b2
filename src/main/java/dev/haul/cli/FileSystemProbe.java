package dev.haul.cli;

import dev.haul.Attribute;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.Reflink;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what a file system can keep of a file: by trying, in a subdirectory of its own. */
final class FileSystemProbe {
  /** What was found out. */
  record Finding(String what, String how) {}

  private interface Attempt {
    boolean succeeds() throws IOException;
  }

  private static final Set<String> WITH_ACLS =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "f2fs", "zfs", "jfs");

  private final String directory;
  private final List<Finding> findings = new ArrayList<>();

  FileSystemProbe(String directory) {
    this.directory = directory;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Why it could not be tried; null if all went well. */
  @Nullable String run() {
    try {
      Path path = Path.of(directory);
      describe(Files.getFileStore(path));
      Path own = Files.createTempDirectory(path, ".haul-doctor-");
      try {
        tryAll(own);
      } finally {
        remove(own);
      }
      return null;
    } catch (IOException e) {
      return Failure.reasonOf(e);
    } catch (InvalidPathException e) {
      return e.getReason();
    }
  }

  private void describe(FileStore store) throws IOException {
    found("file system", store.type() + " on " + Visible.of(store.name()));
    found("free space", Amount.bytes(store.getUsableSpace()));
    found("access control lists", WITH_ACLS.contains(store.type()) ? "usual for it" : "unknown");
  }

  private void tryAll(Path own) throws IOException {
    Path file = Files.writeString(own.resolve("file"), "x".repeat(8192));
    attempt("extended attributes", () -> keepsAttribute(file));
    attempt("hard links", () -> Files.exists(Files.createLink(own.resolve("hard"), file)));
    attempt(
        "symbolic links",
        () -> Files.isSymbolicLink(Files.createSymbolicLink(own.resolve("soft"), file)));
    attempt("nanosecond times", () -> keepsNanoseconds(file));
    attempt("holes", () -> keepsHole(own.resolve("sparse")));
    attempt("shared data (reflink)", () -> shares(file, own.resolve("shared")));
    attempt("upper and lower case", () -> !Files.exists(own.resolve("FILE")));
  }

  private void attempt(String what, Attempt attempt) {
    try {
      found(what, attempt.succeeds() ? "yes" : "no");
    } catch (IOException | UnsupportedOperationException e) {
      found(what, "no");
    }
  }

  private void found(String what, String how) {
    findings.add(new Finding(what, how));
  }

  private static boolean keepsAttribute(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    return view != null && view.write("haul", ByteBuffer.wrap(new byte[] {1})) == 1;
  }

  private static boolean keepsNanoseconds(Path file) throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
    return Files.getLastModifiedTime(Files.setLastModifiedTime(file, time)).equals(time);
  }

  private static boolean keepsHole(Path file) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    try (FileChannel channel = FileChannel.open(file, options)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), 16 << 20);
    }
    return allocated(file) < 1 << 20;
  }

  private static long allocated(Path file) throws IOException {
    Location location = Location.of(file);
    Root root = new Root(0, location.parent(), Roots.kindFor(List.of(location)));
    try (Directory directory = Roots.open(root)) {
      return directory.stat(Name.of("sparse")).allocated();
    }
  }

  private static boolean shares(Path file, Path copy) {
    CopyOptions options =
        CopyOptions.builder().reflink(Reflink.ALWAYS).keep(EnumSet.noneOf(Attribute.class)).build();
    try (Engine engine = Engines.open(EngineKind.DIRECT, new EngineOptions(1))) {
      return engine.run(List.of(new Copy(file, copy, options)), ProgressListener.NONE).isComplete();
    }
  }

  private static void remove(Path own) throws IOException {
    List<Path> entries;
    try (var list = Files.list(own)) {
      entries = list.toList();
    }
    for (Path entry : entries) {
      Files.delete(entry);
    }
    Files.delete(own);
  }
}
