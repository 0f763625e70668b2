package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Directory} does, whatever file system it is on. */
abstract class DirectoryContractTest extends EntryContractTest {
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
}
