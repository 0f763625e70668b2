package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.haul.Attribute;
import dev.haul.Location;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Directory} does to the names in it. */
abstract class EntryContractTest extends FileTransferContractTest {
  @Test
  void createDirectory_ofNewName_isPrivate() throws IOException {
    target.createDirectory(name("new")).close();
    assertThat(targetPath.resolve("new")).isDirectory();
    if (supportsModes()) {
      assertThat(target.stat(name("new")).mode()).isEqualTo(0700);
    }
  }

  @Test
  void createDirectory_ofExistingName_isRefused() throws IOException {
    Path existing = Files.createDirectory(targetPath.resolve("existing"));
    assertNames(
        existing, FileAlreadyExistsException.class, () -> target.createDirectory(name("existing")));
  }

  @Test
  void createDirectory_ofDanglingLink_isRefusedAndNotFollowed() throws IOException {
    makeLinks();
    assertNames(
        sourcePath.resolve("dangling"),
        FileAlreadyExistsException.class,
        () -> source.createDirectory(name("dangling")));
    assertThat(source.statIfExists(name("nothing"))).isNull();
  }

  @Test
  void copyAttributes_ofDirectory_areThoseItHadBeforeItWasRead() throws IOException {
    Path child = Files.createDirectory(sourcePath.resolve("child"));
    if (supportsModes()) {
      setMode(child, "rwxr-x--x");
    }
    if (supportsSpecialModes()) {
      Files.setAttribute(child, "unix:mode", 03751);
    }
    Instant modified = LONG_AGO.plusNanos(supportsNanosecondTimes() ? 987_654_321 : 0);
    setTimes(child, LONG_AGO, modified);
    Directory from = closedAfterwards(source.openDirectory(name("child")));
    int mode = from.stat().mode();
    assertThat(entriesOf(from)).isEmpty();
    Directory to = closedAfterwards(target.createDirectory(name("copy")));
    to.copyAttributes(from, true, keeping(Attribute.MODE, Attribute.TIMES), NOTHING_LOST);
    assertThat(to.stat().mode()).isEqualTo(mode);
    assertThat(to.stat().modified()).isEqualTo(modified);
    assertThat(to.stat().accessed()).isEqualTo(LONG_AGO);
  }

  @Test
  void copyAttributes_ofDirectoryThatWasThere_leaveItsModeUnlessItIsKept() throws IOException {
    require(supportsModes(), "modes");
    setMode(Files.createDirectory(sourcePath.resolve("child")), "rwxr-x--x");
    setMode(Files.createDirectory(targetPath.resolve("child")), "rwx--x---");
    Directory from = closedAfterwards(source.openDirectory(name("child")));
    Directory to = closedAfterwards(target.openDirectory(name("child")));
    to.copyAttributes(from, false, keeping(Attribute.TIMES), NOTHING_LOST);
    assertThat(to.stat().mode()).isEqualTo(0710);
    to.copyAttributes(from, false, keeping(Attribute.MODE), NOTHING_LOST);
    assertThat(to.stat().mode()).isEqualTo(0751);
  }

  @Test
  void deleteFile_ofDirectory_isRefused() throws IOException {
    Path child = Files.createDirectory(sourcePath.resolve("child"));
    assertNames(child, FileSystemException.class, () -> source.deleteFile(name("child")));
    assertThat(child).isDirectory();
  }

  @Test
  void deleteFile_ofLink_removesTheLinkOnly() throws IOException {
    makeLinks();
    source.deleteFile(name("to-file"));
    source.deleteFile(name("to-directory"));
    source.deleteFile(name("dangling"));
    assertThat(namesIn(sourcePath)).containsExactlyInAnyOrder("file", "directory", "to-itself");
  }

  @Test
  void deleteDirectory_ofFile_isRefused() throws IOException {
    Path file = sourceFile("file", new byte[0]);
    assertNames(file, NotDirectoryException.class, () -> source.deleteDirectory(name("file")));
    assertThat(file).exists();
  }

  @Test
  void deleteDirectory_ofLinkToDirectory_isRefused() throws IOException {
    makeLinks();
    assertNames(
        sourcePath.resolve("to-directory"),
        NotDirectoryException.class,
        () -> source.deleteDirectory(name("to-directory")));
    assertThat(sourcePath.resolve("directory")).isDirectory();
  }

  @Test
  void deleteDirectory_thatIsNotEmpty_isRefused() throws IOException {
    Path child = Files.createDirectory(sourcePath.resolve("child"));
    Files.createFile(child.resolve("file"));
    assertNames(
        child, DirectoryNotEmptyException.class, () -> source.deleteDirectory(name("child")));
    Files.delete(child.resolve("file"));
    source.deleteDirectory(name("child"));
    assertThat(child).doesNotExist();
  }

  @Test
  void rename_toExistingName_replacesIt() throws IOException {
    sourceFile("file", "new".getBytes(UTF_8));
    sourceFile("other", "old".getBytes(UTF_8));
    source.rename(name("file"), name("other"));
    assertThat(namesIn(sourcePath)).containsExactly("other");
    assertThat(sourcePath.resolve("other")).hasContent("new");
  }

  @Test
  void rename_ofFileToDirectory_isRefused() throws IOException {
    sourceFile("file", new byte[1]);
    Files.createDirectory(sourcePath.resolve("directory"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> source.rename(name("file"), name("directory")));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> source.rename(name("directory"), name("file")));
    assertThat(namesIn(sourcePath)).containsExactlyInAnyOrder("file", "directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target", "no/such/place", "/absolute/place", "../up", "new\nline %41"})
  void symbolicLink_ofAnyText_isCopied(String text) throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    makeLink("link", text);
    SourceEntry entry = sourceEntry(name("link"));
    byte[] read = source.readSymbolicLink(name("link"));
    target.createSymbolicLink(direct("copy"), read, entry, keeping(), NOTHING_LOST);
    assertThat(read).asString(UTF_8).isEqualTo(text);
    assertThat(Files.readSymbolicLink(targetPath.resolve("copy"))).hasToString(text);
  }

  @Test
  void symbolicLink_whoseTimesAreKept_hasTheSources() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    makeLink("link", "nothing");
    Instant modified = LONG_AGO.plusNanos(supportsNanosecondTimes() ? 123_456_789 : 0);
    setTimes(sourcePath.resolve("link"), LONG_AGO, modified);
    SourceEntry entry = sourceEntry(name("link"));
    target.createSymbolicLink(
        byTemporary("copy", true),
        "nothing".getBytes(UTF_8),
        entry,
        keeping(Attribute.TIMES),
        NOTHING_LOST);
    assertThat(target.stat(name("copy")).modified()).isEqualTo(modified);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void symbolicLink_withoutReplace_leavesTheExistingName(boolean direct) throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    makeLink("link", "nothing");
    targetFile("copy", "old");
    SourceEntry entry = sourceEntry(name("link"));
    Publication publication = direct ? direct("copy") : byTemporary("copy", false);
    assertNames(
        targetPath.resolve("copy"),
        FileAlreadyExistsException.class,
        () ->
            target.createSymbolicLink(
                publication, new byte[] {'x'}, entry, keeping(), NOTHING_LOST));
    assertTargetHolds("copy");
    assertThat(targetPath.resolve("copy")).hasContent("old");
  }

  @Test
  void symbolicLink_withReplace_takesTheNameInOneStep() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    makeLink("link", "nothing");
    targetFile("copy", "old");
    SourceEntry entry = sourceEntry(name("link"));
    target.createSymbolicLink(
        byTemporary("copy", true), new byte[] {'x'}, entry, keeping(), NOTHING_LOST);
    assertThat(Files.readSymbolicLink(targetPath.resolve("copy"))).hasToString("x");
    assertTargetHolds("copy");
  }

  @Test
  void readSymbolicLink_ofFile_isRefused() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    Path file = sourceFile("file", new byte[0]);
    assertNames(file, NotLinkException.class, () -> source.readSymbolicLink(name("file")));
  }

  @Test
  void symbolicLink_whereThereAreNone_isRefusedWithAReason() throws IOException {
    require(!supportsSymbolicLinks(), "lack of symbolic links");
    sourceFile("file", new byte[0]);
    SourceEntry entry = sourceEntry(name("file"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() ->
            target.createSymbolicLink(
                direct("copy"), new byte[] {'x'}, entry, keeping(), NOTHING_LOST))
        .satisfies(e -> assertThat(e.getReason()).contains("not supported"));
    assertTargetHolds();
  }

  @Test
  void createLink_ofFile_isAnotherNameOfIt() throws IOException {
    require(supportsHardLinks(), "hard links");
    sourceFile("file", "content".getBytes(UTF_8));
    target.createLink(direct("copy"), source, name("file"));
    assertThat(target.stat(name("copy")).identity())
        .isEqualTo(source.stat(name("file")).identity());
    assertThat(target.stat(name("copy")).links()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void createLink_withoutReplace_leavesTheExistingName(boolean direct) throws IOException {
    require(supportsHardLinks(), "hard links");
    sourceFile("file", "new".getBytes(UTF_8));
    targetFile("copy", "old");
    Publication publication = direct ? direct("copy") : byTemporary("copy", false);
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> target.createLink(publication, source, name("file")))
        .satisfies(e -> assertThat(e).hasMessageContaining(targetPath.resolve("copy").toString()));
    assertTargetHolds("copy");
    assertThat(targetPath.resolve("copy")).hasContent("old");
  }

  @Test
  void createLink_withReplace_takesTheName() throws IOException {
    require(supportsHardLinks(), "hard links");
    sourceFile("file", "new".getBytes(UTF_8));
    targetFile("copy", "old");
    target.createLink(byTemporary("copy", true), source, name("file"));
    assertThat(targetPath.resolve("copy")).hasContent("new");
    assertTargetHolds("copy");
  }

  // rename(2) does nothing, successfully, when both names are the same file.
  @Test
  void createLink_withReplaceOfTheSameFile_leavesNoTemporary() throws IOException {
    require(supportsHardLinks(), "hard links");
    Path file = sourceFile("file", "content".getBytes(UTF_8));
    Files.createLink(targetPath.resolve("copy"), file);
    target.createLink(byTemporary("copy", true), source, name("file"));
    assertTargetHolds("copy");
    assertThat(target.stat(name("copy")).links()).isEqualTo(2);
  }

  @Test
  void createLink_ofSymbolicLink_neverLinksWhatItPointsTo() throws IOException {
    require(supportsHardLinks() && supportsSymbolicLinks(), "hard and symbolic links");
    makeLinks();
    try {
      target.createLink(direct("copy"), source, name("to-file"));
    } catch (FileSystemException e) {
      assertThat(e.getReason()).isNotNull();
    }
    assertThat(source.stat(name("file")).links()).isEqualTo(1);
  }

  @Test
  void createLink_whereThereAreNone_isRefusedWithAReason() throws IOException {
    require(!supportsHardLinks(), "lack of hard links");
    sourceFile("file", new byte[0]);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> target.createLink(direct("copy"), source, name("file")))
        .satisfies(e -> assertThat(e.getReason()).contains("not supported"));
    assertTargetHolds();
  }

  @Test
  void createSpecial_ofFifo_makesOneLikeItOrSaysThatItCannot() throws Exception {
    require(supportsKernelFeatures(), "FIFOs");
    run("mkfifo", "-m", "640", sourcePath.resolve("fifo").toString());
    SourceEntry fifo = sourceEntry(name("fifo"));
    ThrowingCallable making =
        () -> target.createSpecial(direct("copy"), fifo, keeping(Attribute.MODE), NOTHING_LOST);
    if (supportsSpecialFiles()) {
      assertThatCode(making).doesNotThrowAnyException();
      assertThat(target.stat(name("copy")).type()).isEqualTo(FileType.FIFO);
      assertThat(target.stat(name("copy")).mode()).isEqualTo(0640);
    } else {
      assertNames(targetPath.resolve("copy"), FileSystemException.class, making);
      assertTargetHolds();
    }
  }

  @Test
  void names_withUnusualCharacters_areKept() throws IOException {
    for (String text : Set.of("new\nline", " ", "-rf", "*", "ünï", "\u202Eright", "e\u0301")) {
      try (Directory child = target.createDirectory(name(text))) {
        assertThat(child.ref().name()).isEqualTo(name(text));
      }
      assertThat(entriesOf(target)).contains(new DirectoryEntry(name(text), FileType.DIRECTORY));
      target.deleteDirectory(name(text));
    }
    assertTargetHolds();
  }

  @Test
  void names_ofAnyBytes_areKept() throws IOException {
    require(supportsKernelFeatures(), "names of any bytes");
    Name bytes = Name.of(new byte[] {(byte) 0xFF, 'a', '%', (byte) 0xC3, 1, (byte) 0xED});
    sourceFile("file", "content".getBytes(UTF_8));
    copy("file", Publication.direct(bytes), keeping());
    assertThat(entriesOf(target)).containsExactly(new DirectoryEntry(bytes, FileType.REGULAR));
    assertThat(target.stat(bytes).size()).isEqualTo(7);
    assertThat(openSource("file").hasSameContent(target, bytes)).isTrue();
    try (var paths = Files.list(targetPath)) {
      assertThat(paths.findFirst().orElseThrow().toUri().toString()).endsWith("/%FFa%25%C3%01%ED");
    }
    target.deleteFile(bytes);
    assertTargetHolds();
  }

  @Test
  void symbolicLink_toAnyBytes_isKept() throws IOException {
    require(supportsKernelFeatures(), "names of any bytes");
    byte[] text = {'.', '.', '/', (byte) 0xFF, '/', '%', (byte) 0x80};
    makeLink("link", "nothing");
    SourceEntry entry = sourceEntry(name("link"));
    target.createSymbolicLink(direct("link"), text, entry, keeping(), NOTHING_LOST);
    assertThat(target.readSymbolicLink(name("link"))).isEqualTo(text);
    for (Root.Kind other : Root.Kind.values()) {
      Root root = new Root(2, Location.of(targetPath), other);
      Directory again = closedAfterwards(Roots.open(root));
      assertThat(again.readSymbolicLink(name("link"))).as("by %s", other).isEqualTo(text);
    }
  }

  @Test
  void names_of255Bytes_areKeptAndLongerOnesRefused() throws IOException {
    require(supportsKernelFeatures(), "limit of 255 bytes");
    target.createDirectory(name("é".repeat(127) + "x")).close();
    assertThat(entriesOf(target)).hasSize(1);
    String longer = "é".repeat(128);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> target.createDirectory(name(longer)))
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(targetPath + "/" + longer));
  }
}
