package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Attribute;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two open directories, {@code source} and {@code target}, on the implementation under test, and
 * what an implementation says of itself. Everything is prepared and examined through java.nio.
 */
abstract class DirectoryFixture {
  static final Instant LONG_AGO = Instant.ofEpochSecond(1_234_567_890);
  static final Losses NOTHING_LOST =
      attribute -> {
        throw new AssertionError("lost " + attribute);
      };

  @TempDir Path disk;
  Path sourcePath;
  Path targetPath;
  Directory source;
  Directory target;

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** A new empty directory on the file system under test. */
  abstract Path makeTop() throws IOException;

  abstract Root.Kind kind();

  boolean supportsSymbolicLinks() {
    return true;
  }

  boolean supportsHardLinks() {
    return true;
  }

  boolean supportsNanosecondTimes() {
    return true;
  }

  /** Permission bits; what is made can be private. */
  boolean supportsModes() {
    return true;
  }

  /** Setuid, setgid, sticky. */
  boolean supportsSpecialModes() {
    return true;
  }

  boolean supportsUserAttributes() {
    return true;
  }

  /** A real directory: FIFOs, holes, names of any bytes, at most 255 of them. */
  boolean supportsKernelFeatures() {
    return true;
  }

  /** FIFOs can be made, not only seen. */
  boolean supportsSpecialFiles() {
    return kind() == Root.Kind.LINUX;
  }

  @BeforeEach
  void openDirectories() throws IOException {
    Path top = makeTop();
    sourcePath = Files.createDirectory(top.resolve("source"));
    targetPath = Files.createDirectory(top.resolve("target"));
    source = open(sourcePath);
    target = open(targetPath);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  <T extends AutoCloseable> T closedAfterwards(T each) {
    opened.add(each);
    return each;
  }

  final Directory open(Path path) throws IOException {
    return open(path, kind());
  }

  final Directory open(Path path, Root.Kind by) throws IOException {
    return closedAfterwards(Roots.open(new Root(1, Location.of(path), by)));
  }

  static void require(boolean supported, String what) {
    assumeTrue(supported, () -> "this file system has no " + what);
  }

  static Name name(String text) {
    return Name.of(text);
  }

  static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  final Path sourceFile(String name, byte[] content) throws IOException {
    return Files.write(sourcePath.resolve(name), content);
  }

  final Path targetFile(String name, String content) throws IOException {
    return Files.writeString(targetPath.resolve(name), content);
  }

  /** Links to a directory and to a file, to nothing and to itself. */
  final void makeLinks() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    Files.createDirectory(sourcePath.resolve("directory"));
    sourceFile("file", "content".getBytes(UTF_8));
    Map.of(
            "to-directory", "directory",
            "to-file", "file",
            "dangling", "nothing",
            "to-itself", "to-itself")
        .forEach(this::makeLink);
  }

  final void makeLink(String link, String to) {
    try {
      Files.createSymbolicLink(sourcePath.resolve(link), sourcePath.getFileSystem().getPath(to));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  final SourceFile openSource(String name) throws IOException {
    return closedAfterwards(source.openFile(name(name)));
  }

  final FileTransfer begin(String file, Publication publication, TransferOptions options)
      throws IOException {
    return openSource(file).transferTo(target, publication, options);
  }

  /** Begins, moves and completes; nothing may be lost. */
  final void copy(String file, Publication publication, TransferOptions options)
      throws IOException {
    FileTransfer transfer = begin(file, publication, options);
    transfer.moveData(_ -> {});
    transfer.complete(NOTHING_LOST);
  }

  /** An entry of the source directory. */
  SourceEntry sourceEntry(Name name) throws IOException {
    return new SourceEntry(source, name, source.stat(name));
  }

  static Publication direct(String name) {
    return Publication.direct(name(name));
  }

  static Publication byTemporary(String name, boolean replace) {
    return new Publication(name(name), name(".haul-0123456789abcdef-1"), replace);
  }

  static TransferOptions keeping(Attribute... attributes) {
    Set<Attribute> keep = EnumSet.noneOf(Attribute.class);
    keep.addAll(List.of(attributes));
    return new TransferOptions(
        keep, ModeChange.NONE, Ownership.NONE, Durability.NONE, Reflink.AUTO, Sparse.AUTO, false);
  }

  static TransferOptions with(Sparse sparse) {
    return new TransferOptions(
        Set.of(), ModeChange.NONE, Ownership.NONE, Durability.NONE, Reflink.NEVER, sparse, false);
  }

  /** The action fails with such an exception, which says the path. */
  static void assertNames(
      Path path, Class<? extends FileSystemException> type, ThrowingCallable action) {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(action)
        .isInstanceOf(type)
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(path.toString()));
  }

  /** The names that java.nio finds in the target's directory. */
  final void assertTargetHolds(String... names) throws IOException {
    assertThat(namesIn(targetPath)).containsExactlyInAnyOrder(names);
  }

  static List<String> namesIn(Path directory) throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  static List<DirectoryEntry> entriesOf(Directory directory) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    long cursor = EntryBatch.START;
    while (cursor != EntryBatch.END) {
      EntryBatch batch = directory.entries(cursor);
      entries.addAll(batch.entries());
      cursor = batch.next();
    }
    return entries;
  }

  static void setTimes(Path path, Instant accessed, Instant modified) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(modified), FileTime.from(accessed), null);
  }

  static void setMode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  static UserDefinedFileAttributeView userAttributes(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  /** Runs a command that must succeed, and returns what it printed. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    return output.strip();
  }
}
