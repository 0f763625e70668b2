package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.Attribute;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SourceFile} and {@link FileTransfer} does. */
abstract class FileTransferContractTest extends DirectoryFixture {
  private static final int K = 1024;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 256 * K - 1, 256 * K, 256 * K + 1, 1024 * K})
  void transfer_ofAnySize_copiesAndCountsEveryByte(int size) throws IOException {
    byte[] content = randomBytes(size);
    sourceFile("file", content);
    AtomicLong counted = new AtomicLong();
    FileTransfer transfer = begin("file", direct("copy"), keeping());
    transfer.moveData(counted::addAndGet);
    transfer.complete(NOTHING_LOST);
    assertThat(targetPath.resolve("copy")).hasBinaryContent(content);
    assertThat(counted).hasValue(size);
  }

  @Test
  void transfer_ofZeros_copiesThem() throws IOException {
    byte[] zeros = new byte[300 * K + 5];
    sourceFile("file", zeros);
    copy("file", direct("copy"), keeping());
    assertThat(targetPath.resolve("copy")).hasBinaryContent(zeros);
  }

  @Test
  void transfer_ofFileThatSaysSizeZero_readsItToItsEnd() throws IOException {
    require(supportsKernelFeatures(), "/proc");
    Directory proc = open(Path.of("/proc"));
    SourceFile file = closedAfterwards(proc.openFile(name("version")));
    FileTransfer transfer = file.transferTo(target, direct("copy"), keeping());
    transfer.moveData(_ -> {});
    transfer.complete(NOTHING_LOST);
    assertThat(file.stat().size()).isZero();
    assertThat(targetPath.resolve("copy")).content().startsWith("Linux version");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void transfer_withAnyDurability_copies(Durability durability) throws IOException {
    sourceFile("file", "content".getBytes(UTF_8));
    TransferOptions options =
        new TransferOptions(
            Set.of(),
            ModeChange.NONE,
            Ownership.NONE,
            durability,
            Reflink.AUTO,
            Sparse.AUTO,
            false);
    copy("file", byTemporary("copy", false), options);
    target.sync();
    assertThat(targetPath.resolve("copy")).hasContent("content");
  }

  @Test
  void directPublication_ofExistingName_isRefusedAndTheSourceStaysOpen() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    targetFile("copy", "old");
    SourceFile file = openSource("file");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> file.transferTo(target, direct("copy"), keeping()))
        .satisfies(e -> assertThat(e).hasMessageContaining(targetPath.resolve("copy").toString()));
    assertThat(targetPath.resolve("copy")).hasContent("old");
    FileTransfer other = file.transferTo(target, direct("other"), keeping());
    other.moveData(_ -> {});
    other.complete(NOTHING_LOST);
    assertThat(targetPath.resolve("other")).hasContent("new");
  }

  @Test
  void directPublication_ofDanglingLink_isRefusedAndNotFollowed() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    sourceFile("file", "new".getBytes(UTF_8));
    Files.createSymbolicLink(
        targetPath.resolve("copy"), targetPath.getFileSystem().getPath("elsewhere"));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> begin("file", direct("copy"), keeping()));
    assertTargetHolds("copy");
  }

  @Test
  void publicationWithoutReplace_ofExistingName_leavesItAndNoTemporary() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    FileTransfer transfer = begin("file", byTemporary("copy", false), keeping());
    transfer.moveData(_ -> {});
    targetFile("copy", "somebody else's");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> transfer.complete(NOTHING_LOST))
        .satisfies(e -> assertThat(e).hasMessageContaining(targetPath.resolve("copy").toString()));
    assertTargetHolds("copy");
    assertThat(targetPath.resolve("copy")).hasContent("somebody else's");
  }

  @Test
  void publicationWithoutReplace_ofNewName_showsItAtTheEndOnly() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    FileTransfer transfer = begin("file", byTemporary("copy", false), keeping());
    transfer.moveData(_ -> {});
    assertThat(target.statIfExists(name("copy"))).isNull();
    transfer.complete(NOTHING_LOST);
    assertTargetHolds("copy");
  }

  @Test
  void publicationWithReplace_ofExistingName_showsTheOldContentUntilComplete() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    Path copy = targetFile("copy", "old");
    FileTransfer transfer = begin("file", byTemporary("copy", true), keeping());
    transfer.moveData(_ -> {});
    assertThat(copy).hasContent("old");
    transfer.complete(NOTHING_LOST);
    assertThat(copy).hasContent("new");
    assertTargetHolds("copy");
  }

  @Test
  void publicationWithReplace_ofDirectory_isRefusedAndLeavesIt() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    Files.createDirectory(targetPath.resolve("copy"));
    FileTransfer transfer = begin("file", byTemporary("copy", true), keeping());
    transfer.moveData(_ -> {});
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> transfer.complete(NOTHING_LOST));
    assertThat(targetPath.resolve("copy")).isDirectory();
    assertTargetHolds("copy");
  }

  @Test
  void publicationWithReplace_ofLink_replacesTheLinkItself() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    sourceFile("file", "new".getBytes(UTF_8));
    Path precious = targetFile("precious", "old");
    Files.createSymbolicLink(targetPath.resolve("copy"), precious.getFileName());
    copy("file", byTemporary("copy", true), keeping());
    assertThat(targetPath.resolve("copy")).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(targetPath.resolve("copy"))).isFalse();
    assertThat(precious).hasContent("old");
  }

  @Test
  void abort_ofDirectPublication_leavesNothing() throws IOException {
    sourceFile("file", randomBytes(300 * K));
    FileTransfer transfer = begin("file", direct("copy"), keeping());
    transfer.moveData(_ -> {});
    transfer.abort();
    assertTargetHolds();
  }

  @Test
  void abort_ofReplacement_leavesTheOldContentOnly() throws IOException {
    sourceFile("file", randomBytes(300 * K));
    targetFile("copy", "old");
    FileTransfer transfer = begin("file", byTemporary("copy", true), keeping());
    transfer.moveData(_ -> {});
    transfer.abort();
    assertTargetHolds("copy");
    assertThat(targetPath.resolve("copy")).hasContent("old");
  }

  @Test
  void monitor_thatThrows_stopsTheTransfer() throws IOException {
    sourceFile("file", randomBytes(1024 * K));
    FileTransfer transfer = begin("file", direct("copy"), keeping());
    IOException stop = new IOException("stop");
    assertThatThrownBy(() ->
            transfer.moveData(_ -> {
              throw stop;
            }))
        .isSameAs(stop);
    transfer.abort();
    assertTargetHolds();
  }

  @Test
  void complete_afterTheSourceGrew_failsAndLeavesNothing() throws IOException {
    Path file = sourceFile("file", "content".getBytes(UTF_8));
    FileTransfer transfer = begin("file", direct("copy"), keeping());
    transfer.moveData(_ -> {});
    Files.writeString(file, "more", StandardOpenOption.APPEND);
    assertThatExceptionOfType(SourceChangedException.class)
        .isThrownBy(() -> transfer.complete(NOTHING_LOST))
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(file.toString()));
    assertTargetHolds();
  }

  @Test
  void complete_afterTheSourceWasTouched_failsAndKeepsTheOldTarget() throws IOException {
    Path file = sourceFile("file", "content".getBytes(UTF_8));
    targetFile("copy", "old");
    FileTransfer transfer = begin("file", byTemporary("copy", true), keeping());
    transfer.moveData(_ -> {});
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    assertThatExceptionOfType(SourceChangedException.class)
        .isThrownBy(() -> transfer.complete(NOTHING_LOST));
    assertTargetHolds("copy");
    assertThat(targetPath.resolve("copy")).hasContent("old");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 600 * K})
  void transfer_ofSourceThatShrank_failsAndLeavesNothing(int size) throws IOException {
    Path file = sourceFile("file", randomBytes(size));
    FileTransfer transfer = begin("file", direct("copy"), keeping());
    Files.write(file, randomBytes(size / 2));
    assertThatExceptionOfType(SourceChangedException.class)
        .isThrownBy(() -> {
          transfer.moveData(_ -> {});
          transfer.complete(NOTHING_LOST);
        });
    transfer.abort();
    assertTargetHolds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "r--r--r--", "rwxrwxrwx", "---------"})
  void mode_whenKept_isTheSources(String permissions) throws IOException {
    require(supportsModes(), "modes");
    require(permissions.startsWith("r") || isRoot(), "reader for a file of mode " + permissions);
    setMode(sourceFile("file", new byte[1]), permissions);
    copy("file", direct("copy"), keeping(Attribute.MODE));
    assertThat(target.stat(name("copy")).mode()).isEqualTo(source.stat(name("file")).mode());
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  void specialModeBits_whenKept_areTheSources() throws IOException {
    require(supportsSpecialModes(), "setuid, setgid, sticky");
    Path file = sourceFile("file", new byte[1]);
    Files.setAttribute(file, "unix:mode", 06751);
    copy("file", direct("copy"), keeping(Attribute.MODE, Attribute.OWNER));
    assertThat(target.stat(name("copy")).mode()).isEqualTo(06751);
  }

  @Test
  void mode_whenNotKept_isTheSourcesWithoutUmaskAndSpecialBits() throws IOException {
    require(supportsModes(), "modes");
    Path file = sourceFile("file", new byte[1]);
    setMode(file, "rwxrwxrwx");
    if (supportsSpecialModes()) {
      Files.setAttribute(file, "unix:mode", 06777);
    }
    copy("file", direct("copy"), keeping());
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0777 & ~umask());
  }

  private static int umask() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(each -> each.startsWith("Umask:"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
  }

  @Test
  void chmod_whenAsked_changesTheMode() throws IOException {
    require(supportsModes(), "modes");
    setMode(sourceFile("file", new byte[1]), "rw-r--r--");
    copy("file", direct("copy"), changingMode("u+x,go="));
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0700);
  }

  @Test
  void chmod_thatNamesNobody_givesNothingThatTheUmaskTakes() throws IOException {
    require(supportsModes(), "modes");
    setMode(sourceFile("file", new byte[1]), "r--------");
    copy("file", direct("copy"), changingMode("+w"));
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0400 | (0222 & ~umask()));
  }

  private static TransferOptions changingMode(String chmod) {
    return new TransferOptions(
        Set.of(Attribute.MODE),
        ModeChange.parse(chmod),
        Ownership.NONE,
        Durability.NONE,
        Reflink.AUTO,
        Sparse.AUTO,
        false);
  }

  @Test
  void target_whoseOwnerOrModeMustChange_isPrivateUntilComplete() throws IOException {
    require(supportsModes(), "modes");
    Path file = sourceFile("file", "secret".getBytes(UTF_8));
    setMode(file, "rwxrwxrwx");
    FileTransfer transfer = begin("file", direct("copy"), keeping(Attribute.MODE));
    transfer.moveData(_ -> {});
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0600);
    transfer.complete(NOTHING_LOST);
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0777);
  }

  @Test
  void times_whenKept_areTheSources() throws IOException {
    Path file = sourceFile("file", new byte[10]);
    Instant accessed = LONG_AGO.plusNanos(supportsNanosecondTimes() ? 123_456_789 : 0);
    Instant modified = LONG_AGO.plusSeconds(60).plusNanos(supportsNanosecondTimes() ? 1 : 0);
    setTimes(file, accessed, modified);
    copy("file", byTemporary("copy", false), keeping(Attribute.TIMES, Attribute.MODE));
    FileStat stat = target.stat(name("copy"));
    assertThat(stat.accessed()).isEqualTo(accessed);
    assertThat(stat.modified()).isEqualTo(modified);
    assertThat(stat.sameSizeAndTime(source.stat(name("file")))).isTrue();
  }

  @Test
  void times_whenNotKept_areThoseOfTheCopy() throws IOException {
    setTimes(sourceFile("file", new byte[10]), LONG_AGO, LONG_AGO);
    copy("file", direct("copy"), keeping());
    assertThat(target.stat(name("copy")).modified()).isAfter(LONG_AGO.plusSeconds(3600));
  }

  @Test
  void userAttributes_whenKept_areCopied() throws IOException {
    require(supportsUserAttributes(), "user attributes");
    Path file = sourceFile("file", new byte[10]);
    userAttributes(file).write("haul.one", ByteBuffer.wrap(new byte[] {0, 1, -1}));
    userAttributes(file).write("haul.empty", ByteBuffer.allocate(0));
    copy("file", direct("copy"), keeping(Attribute.XATTR));
    Path copy = targetPath.resolve("copy");
    assertThat(userAttributes(copy).list()).contains("haul.one", "haul.empty");
    ByteBuffer value = ByteBuffer.allocate(10);
    userAttributes(copy).read("haul.one", value);
    assertThat(value.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, -1}));
  }

  @Test
  void userAttributes_ofReadOnlyFile_areCopied() throws IOException {
    require(supportsUserAttributes() && supportsModes(), "user attributes and modes");
    Path file = sourceFile("file", new byte[10]);
    userAttributes(file).write("haul.one", ByteBuffer.wrap(new byte[] {1}));
    setMode(file, "r--r--r--");
    copy("file", direct("copy"), keeping(Attribute.XATTR, Attribute.MODE));
    assertThat(userAttributes(targetPath.resolve("copy")).list()).contains("haul.one");
    assertThat(target.stat(name("copy")).mode()).isEqualTo(0444);
  }

  @Test
  void userAttributes_whenNotKept_areNotCopied() throws IOException {
    require(supportsUserAttributes(), "user attributes");
    Path file = sourceFile("file", new byte[10]);
    userAttributes(file).write("haul.one", ByteBuffer.wrap(new byte[] {1}));
    copy("file", direct("copy"), keeping(Attribute.MODE));
    assertThat(userAttributes(targetPath.resolve("copy")).list()).doesNotContain("haul.one");
  }

  @Test
  void mode_whereThereAreNone_isReportedAsLost() throws IOException {
    require(!supportsModes(), "lack of modes");
    Path executable = Files.write(disk.resolve("executable"), new byte[1]);
    setMode(executable, "rwxr-xr-x");
    Directory onDisk = closedAfterwards(Roots.open(new Root(2, Location.of(disk), Root.Kind.NIO)));
    SourceFile file = closedAfterwards(onDisk.openFile(name("executable")));
    FileTransfer transfer =
        file.transferTo(target, direct("copy"), keeping(Attribute.MODE, Attribute.TIMES));
    List<Attribute> lost = new ArrayList<>();
    transfer.moveData(_ -> {});
    transfer.complete(lost::add);
    assertThat(lost).containsExactly(Attribute.MODE);
  }

  @Test
  void sparseAuto_ofFileWithHoles_keepsThem() throws Exception {
    require(supportsKernelFeatures(), "holes");
    sparseSource();
    copy("file", direct("copy"), with(Sparse.AUTO));
    assertSameBytes("file", "copy");
    assertThat(allocated("copy")).isLessThan(1024 * K);
  }

  @Test
  void sparseNever_ofFileWithHoles_fillsThem() throws Exception {
    require(supportsKernelFeatures(), "holes");
    sparseSource();
    copy("file", direct("copy"), with(Sparse.NEVER));
    assertSameBytes("file", "copy");
    assertThat(allocated("copy")).isGreaterThanOrEqualTo(4096 * K);
  }

  @Test
  void sparseAlways_ofZeros_makesHoles() throws Exception {
    require(supportsKernelFeatures(), "holes");
    byte[] content = new byte[1024 * K + 1];
    content[500 * K] = 1;
    sourceFile("file", content);
    copy("file", direct("copy"), with(Sparse.ALWAYS));
    assertSameBytes("file", "copy");
    assertThat(allocated("copy")).isLessThan(64 * K);
  }

  @Test
  void transfer_ofNothingButAHole_keepsTheSize() throws Exception {
    require(supportsKernelFeatures(), "holes");
    run("truncate", "-s", "3M", sourcePath.resolve("file").toString());
    copy("file", direct("copy"), with(Sparse.AUTO));
    assertSameBytes("file", "copy");
    assertThat(allocated("copy")).isLessThan(64 * K);
  }

  // Data, 2 MiB of hole, data in the middle, a hole at the end.
  private void sparseSource() throws Exception {
    Path file = sourceFile("file", randomBytes(4096));
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(2048 * K).write(ByteBuffer.wrap(randomBytes(10_000)));
    }
    run("truncate", "-s", "4M", file.toString());
  }

  private void assertSameBytes(String file, String copy) throws IOException {
    assertThat(Files.mismatch(sourcePath.resolve(file), targetPath.resolve(copy))).isEqualTo(-1);
  }

  private long allocated(String copy) throws Exception {
    return 512 * Long.parseLong(run("stat", "-c", "%b", targetPath.resolve(copy).toString()));
  }

  @Test
  void hasSameContent_ofEqualFiles_isTrue() throws IOException {
    sourceFile("file", randomBytes(300 * K + 1));
    copy("file", direct("copy"), keeping());
    assertThat(openSource("file").hasSameContent(target, name("copy"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128 * K, 300 * K})
  void hasSameContent_ofFilesThatDifferInOneByte_isFalse(int at) throws IOException {
    byte[] content = randomBytes(300 * K + 1);
    sourceFile("file", content);
    content[at] ^= 1;
    Files.write(targetPath.resolve("copy"), content);
    assertThat(openSource("file").hasSameContent(target, name("copy"))).isFalse();
  }

  @Test
  void hasSameContent_beforeTheTransfer_doesNotMoveItsBeginning() throws IOException {
    byte[] content = randomBytes(300 * K);
    sourceFile("file", content);
    Files.write(targetPath.resolve("other"), content);
    SourceFile file = openSource("file");
    assertThat(file.hasSameContent(target, name("other"))).isTrue();
    FileTransfer transfer = file.transferTo(target, direct("copy"), keeping());
    transfer.moveData(_ -> {});
    transfer.complete(NOTHING_LOST);
    assertThat(targetPath.resolve("copy")).hasBinaryContent(content);
  }
}
