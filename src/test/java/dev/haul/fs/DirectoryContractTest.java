package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.haul.Attribute;
import dev.haul.Location;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Directory} does, whatever file system it is on. */
abstract class DirectoryContractTest extends FileTransferContractTest {
  private static final int MANY = 5_200;

  /** Of such names, that many are more than is read at once several times over. */
  private static final String LONG = "entry-".repeat(35);

  @ParameterizedTest
  @ValueSource(strings = {"to-directory", "to-file", "dangling", "to-itself"})
  void openDirectory_ofLink_isRefused(String link) throws IOException {
    makeLinks();
    assertNames(
        sourcePath.resolve(link),
        NotDirectoryException.class,
        () -> source.openDirectory(name(link)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"to-directory", "to-file", "dangling", "to-itself"})
  void openFile_ofLink_isRefused(String link) throws IOException {
    makeLinks();
    assertNames(
        sourcePath.resolve(link), FileSystemException.class, () -> source.openFile(name(link)));
  }

  private void makeLinks() throws IOException {
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

  private void makeLink(String link, String to) {
    try {
      Files.createSymbolicLink(sourcePath.resolve(link), sourcePath.getFileSystem().getPath(to));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void openDirectory_ofFile_isRefused() throws IOException {
    Path file = sourceFile("file", new byte[0]);
    assertNames(file, NotDirectoryException.class, () -> source.openDirectory(name("file")));
  }

  @Test
  void openFile_ofDirectory_isRefused() throws IOException {
    Path child = Files.createDirectory(sourcePath.resolve("child"));
    assertNames(child, FileSystemException.class, () -> source.openFile(name("child")));
  }

  // Nobody holds the other end: an implementation that waits for somebody never returns.
  @Test
  void open_ofFifo_isRefusedAtOnce() throws Exception {
    require(supportsKernelFeatures(), "FIFOs");
    Path fifo = sourcePath.resolve("fifo");
    run("mkfifo", fifo.toString());
    assertNames(fifo, FileSystemException.class, () -> source.openFile(name("fifo")));
    assertNames(fifo, NotDirectoryException.class, () -> source.openDirectory(name("fifo")));
    assertThat(source.stat(name("fifo")).type()).isEqualTo(FileType.FIFO);
  }

  @Test
  void missingEntry_whateverIsDone_isNoSuchFile() {
    Path missing = sourcePath.resolve("missing");
    Name name = name("missing");
    assertNames(missing, NoSuchFileException.class, () -> source.stat(name));
    assertNames(missing, NoSuchFileException.class, () -> source.openFile(name));
    assertNames(missing, NoSuchFileException.class, () -> source.openDirectory(name));
    assertNames(missing, NoSuchFileException.class, () -> source.deleteFile(name));
    assertNames(missing, NoSuchFileException.class, () -> source.deleteDirectory(name));
    assertNames(missing, NoSuchFileException.class, () -> source.rename(name, name("other")));
  }

  @Test
  void root_thatIsNoDirectory_isRefused() throws IOException {
    Path file = sourceFile("file", new byte[0]);
    assertNames(file, NotDirectoryException.class, () -> open(file));
    assertNames(
        file.resolveSibling("no"),
        NoSuchFileException.class,
        () -> open(file.resolveSibling("no")));
  }

  @Test
  void root_thatIsALink_isFollowed() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    makeLinks();
    Directory followed = open(sourcePath.resolve("to-directory"));
    assertThat(followed.stat().identity()).isEqualTo(source.stat(name("directory")).identity());
  }

  @Test
  void entries_ofManyNames_comeInBatchesAndGoOnAfterReopening() throws IOException {
    Set<Name> expected = makeMany();
    Set<Name> found = new HashSet<>();
    long cursor = EntryBatch.START;
    int batches = 0;
    while (cursor != EntryBatch.END) {
      try (Directory again = Roots.open(source.ref().root())) {
        EntryBatch batch = again.entries(cursor);
        batch.entries().forEach(entry -> assertThat(found.add(entry.name())).isTrue());
        cursor = batch.next();
        batches++;
      }
    }
    assertThat(found).isEqualTo(expected);
    assertThat(batches).isGreaterThan(3);
  }

  @Test
  void entries_readFromAnEarlierCursor_areTheSameAgain() throws IOException {
    makeMany();
    EntryBatch first = source.entries(EntryBatch.START);
    EntryBatch second = source.entries(first.next());
    assertThat(source.entries(first.next())).isEqualTo(second);
    assertThat(source.entries(EntryBatch.START)).isEqualTo(first);
  }

  // On ext4 a descriptor that was first read from where the entries end lists none after rewinding.
  @Test
  void entries_readFirstFromWhereTheyEnd_areAllThereFromTheStart() throws IOException {
    sourceFile("one", new byte[0]);
    EntryBatch all = source.entries(EntryBatch.START);
    Directory again = open(sourcePath);
    if (all.next() != EntryBatch.END) {
      assertThat(again.entries(all.next()).entries()).isEmpty();
    }
    assertThat(entriesOf(again)).hasSize(1);
  }

  @Test
  void entries_ofWhichEnoughAreAskedFor_areThoseOfSeveralBatches() throws IOException {
    Set<Name> expected = makeMany();
    List<Name> found = new ArrayList<>();
    for (long cursor = EntryBatch.START; cursor != EntryBatch.END; ) {
      EntryBatch batch = source.entries(cursor, expected.size() / 2);
      batch.entries().forEach(entry -> found.add(entry.name()));
      cursor = batch.next();
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(entriesOf(source)).hasSize(MANY);
  }

  private Set<Name> makeMany() throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.createFile(sourcePath.resolve(LONG + i));
    }
    return IntStream.range(0, MANY).mapToObj(i -> name(LONG + i)).collect(Collectors.toSet());
  }

  @Test
  void entries_ofEmptyDirectory_areNone() throws IOException {
    assertThat(entriesOf(source)).isEmpty();
  }

  // On btrfs an open directory lists what it held when it was opened, until it is rewound.
  @Test
  void entries_madeSinceTheDirectoryWasOpened_areSeen() throws IOException {
    sourceFile("new", new byte[0]);
    assertThat(entriesOf(source)).hasSize(1);
    sourceFile("newer", new byte[0]);
    assertThat(entriesOf(source)).hasSize(2);
  }

  @Test
  void entries_ofEveryKind_sayWhatTheyAre() throws Exception {
    sourceFile("file", new byte[0]);
    Files.createDirectory(sourcePath.resolve("directory"));
    assertThat(entriesOf(source))
        .containsExactlyInAnyOrder(
            new DirectoryEntry(name("file"), FileType.REGULAR),
            new DirectoryEntry(name("directory"), FileType.DIRECTORY));
  }

  @Test
  void entries_ofLinksAndFifos_sayWhatTheyAre() throws Exception {
    require(supportsSymbolicLinks() && supportsKernelFeatures(), "symbolic links and FIFOs");
    makeLink("link", "nothing");
    run("mkfifo", sourcePath.resolve("fifo").toString());
    assertThat(entriesOf(source))
        .containsExactlyInAnyOrder(
            new DirectoryEntry(name("link"), FileType.SYMBOLIC_LINK),
            new DirectoryEntry(name("fifo"), FileType.FIFO));
  }

  @Test
  void stat_ofFile_saysItsTypeSizeAndTime() throws IOException {
    Path file = sourceFile("file", new byte[123]);
    setTimes(file, LONG_AGO, LONG_AGO);
    FileStat stat = source.stat(name("file"));
    assertThat(stat.type()).isEqualTo(FileType.REGULAR);
    assertThat(stat.size()).isEqualTo(123);
    assertThat(stat.modified()).isEqualTo(LONG_AGO);
    assertThat(stat.links()).isEqualTo(1);
    assertThat(source.statIfExists(name("file"))).isEqualTo(stat);
  }

  @Test
  void stat_ofLink_isOfTheLinkItself() throws IOException {
    makeLinks();
    assertThat(source.stat(name("to-file")).type()).isEqualTo(FileType.SYMBOLIC_LINK);
    assertThat(source.stat(name("dangling")).type()).isEqualTo(FileType.SYMBOLIC_LINK);
  }

  @Test
  void linkToAnOpenFile_leadsToItsText_asLongAsThatIsItsName() throws IOException {
    require(supportsKernelFeatures(), "/proc");
    Path file = Files.createFile(disk.toRealPath().resolve("open"));
    Directory descriptors = open(Path.of("/proc/self/fd"));
    try (FileChannel _ = FileChannel.open(file)) {
      Name link = linkTo(file);
      assertThat(descriptors.leadsToItsText(link)).isTrue();
      Files.delete(file);
      assertThat(descriptors.leadsToItsText(link)).isFalse();
      Files.createFile(file.resolveSibling("open (deleted)"));
      assertThat(descriptors.leadsToItsText(link)).isFalse();
    }
    makeLinks();
    assertThat(source.leadsToItsText(name("dangling"))).isTrue();
  }

  private static Name linkTo(Path file) throws IOException {
    for (int i = 0; ; i++) {
      Path link = Path.of("/proc/self/fd/" + i);
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file)) {
        return name(i + "");
      }
    }
  }

  @Test
  void statIfExists_ofMissingEntry_isNull() throws IOException {
    assertThat(source.statIfExists(name("missing"))).isNull();
  }

  @Test
  void identity_ofDirectory_isTheSameHoweverItIsReached() throws IOException {
    Files.createDirectory(sourcePath.resolve("child"));
    try (Directory child = source.openDirectory(name("child"))) {
      FileIdentity identity = source.stat(name("child")).identity();
      assertThat(child.ref().identity()).isEqualTo(identity);
      assertThat(child.stat().identity())
          .isEqualTo(identity)
          .isNotEqualTo(source.stat().identity());
      assertThat(child.ref().parent()).isEqualTo(source.ref());
      assertThat(child.mount()).isEqualTo(source.mount());
    }
  }

  @Test
  void openParent_thatIsTheExpectedOne_isOpened() throws IOException {
    Files.createDirectory(sourcePath.resolve("child"));
    Directory child = closedAfterwards(source.openDirectory(name("child")));
    try (Directory parent = requireNonNull(child.openParent(source.ref()))) {
      assertThat(parent.stat().identity()).isEqualTo(source.ref().identity());
      assertThat(parent.ref()).isEqualTo(source.ref());
      assertThat(parent.stat(name("child")).identity()).isEqualTo(child.ref().identity());
    }
  }

  @Test
  void openParent_thatIsAnother_isNull() throws IOException {
    assertThat(source.openParent(target.ref())).isNull();
  }

  @Test
  void lineage_ofDirectory_isItselfAndThoseItLiesIn() throws IOException {
    Directory child = closedAfterwards(target.createDirectory(name("child")));
    assertThat(child.lineage())
        .contains(child.ref().identity(), target.ref().identity())
        .doesNotContain(source.ref().identity());
  }

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

  /** Either it follows the directory it opened, or it refuses; never what took its place. */
  @Test
  void directory_swappedForALink_touchesNothingBehindIt() throws IOException {
    require(supportsSymbolicLinks(), "symbolic links");
    Path canary = Files.createDirectory(targetPath.resolveSibling("canary"));
    Files.writeString(canary.resolve("precious"), "precious");
    sourceFile("file", "content".getBytes(UTF_8));
    Files.move(targetPath, targetPath.resolveSibling("moved"));
    Files.createSymbolicLink(targetPath, canary.getFileName());

    attempt(() -> target.createDirectory(name("new")));
    attempt(() -> copy("file", direct("copy"), keeping()));
    attempt(() -> copy("file", byTemporary("precious", true), keeping()));
    attempt(() -> target.rename(name("precious"), name("renamed")));
    attempt(() -> target.deleteFile(name("precious")));
    attempt(() -> assertThat(target.statIfExists(name("never"))).isNull());
    attempt(() -> assertThat(entriesOf(target)).noneMatch(e -> e.name().equals(name("precious"))));

    assertThat(namesIn(canary)).containsExactly("precious");
    assertThat(canary.resolve("precious")).hasContent("precious");
  }

  private static void attempt(ThrowingCallable action) {
    try {
      action.call();
    } catch (FileSystemException e) {
      assertThat(e.getFile()).isNotNull();
    } catch (Throwable e) {
      throw new AssertionError("neither done nor refused", e);
    }
  }

  static void assertNames(
      Path path, Class<? extends FileSystemException> type, ThrowingCallable action) {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(action)
        .isInstanceOf(type)
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(path.toString()));
  }
}
