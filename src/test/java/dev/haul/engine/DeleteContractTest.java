package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Counts;
import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Engine;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.SampleTree;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a deletion must do, whatever the engine's way of running tasks; on real files. */
@ParameterizedClass
@MethodSource("engines")
final class DeleteContractTest {
  @TempDir private Path folder;

  private final EngineContractTest contract;
  private Engine engine;
  private Path tree;
  private Path canary;

  DeleteContractTest(EngineContractTest contract) {
    this.contract = contract;
  }

  static List<EngineContractTest> engines() {
    return List.of(
        new DirectEngineTest(),
        new ThreadEngineTest(),
        new ThreadEngineOverBytesTest(),
        new ProcessEngineTest());
  }

  @BeforeEach
  void opens() throws IOException {
    engine = contract.open();
    tree = folder.resolve("tree");
    canary = Files.createDirectory(folder.resolve("canary"));
    Files.writeString(canary.resolve("kept"), "canary");
  }

  @AfterEach
  void closes() throws Exception {
    engine.close();
    assertThat(canary.resolve("kept")).hasContent("canary");
    // JUnit cannot delete what has no path short enough.
    assertThat(new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor()).isZero();
  }

  private static DeleteOptions recursively() {
    return DeleteOptions.defaults().withRecursion();
  }

  private static DeleteOptions filtered(List<String> includes, List<String> excludes) {
    EntryFilter filter = EntryFilter.of(includes, excludes);
    return new DeleteOptions(true, filter, false, false, false, 0);
  }

  private RunSummary delete(Path path, DeleteOptions options) {
    return engine.run(List.of(new Delete(path, options)), ProgressListener.NONE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.filter(path -> !path.equals(tree))
          .map(path -> tree.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** Its directories are open already, by another way than from the operand. */
  @Test
  void delete_afterAnotherInTheSameTree_goesByItsOwnPaths() throws IOException {
    Files.createDirectories(tree.resolve("a/b"));
    for (String name : List.of("first", "a/second", "a/b/third", "a/b/kept", "last")) {
      Files.writeString(tree.resolve(name), name);
    }
    assertThat(delete(tree.resolve("first"), recursively()).isComplete()).isTrue();
    assertThat(delete(tree.resolve("a/second"), recursively()).isComplete()).isTrue();
    assertThat(delete(tree.resolve("a/b/third"), recursively()).isComplete()).isTrue();
    assertThat(delete(tree, filtered(List.of(), List.of("a/b/kept"))).isComplete()).isTrue();
    assertThat(names()).containsExactly("a", "a/b", "a/b/kept");
  }

  @Test
  void delete_ofTree_leavesNothing() throws IOException {
    SampleTree.make(tree);

    RunSummary summary = delete(tree, recursively());

    assertThat(summary.isComplete()).isTrue();
    assertThat(summary.results().getFirst()).isInstanceOf(OperationResult.Completed.class);
    assertThat(tree).doesNotExist();
    // Each name of a file counts; how large they were is not looked up.
    assertCounted(summary.counts(), 0);
  }

  private static void assertCounted(Counts counts, long bytes) {
    assertThat(counts.files()).isEqualTo(SampleTree.FILES + 2);
    assertThat(counts.bytes()).isEqualTo(bytes);
    assertThat(counts.directories()).isEqualTo(4);
    assertThat(counts.symbolicLinks()).isEqualTo(2);
    assertThat(counts.made()).isEqualTo(SampleTree.FILES + 2 + 4 + 2);
    assertThat(counts.failed()).isZero();
  }

  @Test
  void delete_ofOneFile_leavesItsNeighbours() throws IOException {
    Files.createDirectory(tree);
    Path file = Files.createFile(tree.resolve("file"));
    Files.createLink(tree.resolve("other name"), file);

    assertThat(delete(file, DeleteOptions.defaults()).counts().files()).isEqualTo(1);

    assertThat(names()).containsExactly("other name");
  }

  @Test
  void delete_ofLinks_leavesWhatTheyLeadTo() throws IOException {
    Files.createDirectory(tree);
    Files.createSymbolicLink(tree.resolve("directory"), canary);
    Files.createSymbolicLink(tree.resolve("file"), canary.resolve("kept"));
    Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(tree.resolve("self"), Path.of("self"));

    Counts counts = delete(tree, recursively()).counts();

    assertThat(tree).doesNotExist();
    assertThat(counts.symbolicLinks()).isEqualTo(4);
    assertThat(counts.files()).isZero();
  }

  @Test
  void delete_ofALinkToADirectory_deletesTheLink() throws IOException {
    Files.createSymbolicLink(tree, canary);

    assertThat(delete(tree, recursively()).counts().symbolicLinks()).isEqualTo(1);

    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_ofALinkWithASlash_isRefused() throws IOException {
    Files.createSymbolicLink(tree, canary);
    Location slash = Location.parse(tree + "/");

    RunSummary summary =
        engine.run(List.of(new Delete(slash, recursively())), ProgressListener.NONE);

    assertThat(summary.failures()).extracting(Failure::reason).containsExactly("Not a directory");
    assertThat(tree).isSymbolicLink();
  }

  @Test
  void delete_ofADirectoryWithASlash_deletesIt() throws IOException {
    SampleTree.make(tree);
    Location slash = Location.parse(tree + "/");

    assertThat(
            engine.run(List.of(new Delete(slash, recursively())), ProgressListener.NONE).failures())
        .isEmpty();

    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_ofSpecials_opensNone() throws Exception {
    Files.createDirectory(tree);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(tree.resolve("socket")));
    }
    String fifo = tree.resolve("fifo").toString();
    assertThat(new ProcessBuilder("mkfifo", fifo).start().waitFor()).isZero();

    Counts counts = delete(tree, recursively()).counts();

    assertThat(tree).doesNotExist();
    assertThat(counts.specials()).isEqualTo(2);
  }

  @Test
  void delete_ofNamesOfAnyBytes_leavesNone() throws IOException {
    Files.createDirectory(tree);
    int made = 0;
    for (int value = 1; value < 256; value++) {
      if (value != '/' && value != '.') {
        String uri = tree.toUri().getRawPath() + "/%%%02X".formatted(value);
        Files.createFile(Path.of(URI.create("file://" + uri)));
        made++;
      }
    }

    assertThat(delete(tree, recursively()).counts().files()).isEqualTo(made);

    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_ofChainLongerThanAnyPath_leavesNothing() throws Exception {
    Files.createDirectory(tree);
    String chain =
        "cd \"$0\"; name=$(printf '%0200d' 0); for i in $(seq 60);"
            + " do mkdir $name && cd -P $name || exit 1; done; echo bottom > bottom";
    assertThat(new ProcessBuilder("sh", "-c", chain, tree.toString()).start().waitFor()).isZero();

    Counts counts = delete(tree, recursively()).counts();

    assertThat(tree).doesNotExist();
    assertThat(counts.directories()).isEqualTo(61);
    assertThat(counts.files()).isEqualTo(1);
  }

  @Test
  void delete_ofManyEntries_goesOnAfterEachBatch() throws IOException {
    Files.createDirectory(tree);
    for (int i = 0; i < 1200; i++) {
      Files.createFile(tree.resolve("entry ".repeat(35) + i));
    }

    assertThat(delete(tree, recursively()).counts().files()).isEqualTo(1200);

    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_ofDirectoryWithoutRecursion_isRefused() throws IOException {
    SampleTree.make(tree);
    List<String> before = names();

    RunSummary summary = delete(tree, DeleteOptions.defaults());

    assertThat(summary.failures()).extracting(Failure::reason).containsExactly("Is a directory");
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void delete_ofWhatIsMissing_isFailure() {
    assertThat(delete(tree, recursively()).failures())
        .extracting(Failure::kind)
        .containsExactly(Failure.Kind.NOT_FOUND);
    assertThat(delete(folder.resolve("none/tree"), recursively()).failures())
        .extracting(Failure::kind)
        .containsExactly(Failure.Kind.NOT_FOUND);
  }

  @Test
  void delete_ofTwoOperands_doesTheOtherOne_whenOneFails() throws IOException {
    SampleTree.make(tree);

    RunSummary summary =
        engine.run(
            List.of(
                new Delete(folder.resolve("none"), recursively()), new Delete(tree, recursively())),
            ProgressListener.NONE);

    assertThat(summary.failures()).hasSize(1);
    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_withFilter_takesDirectories_onlyWhenTheyAreEmpty() throws IOException {
    for (String file : List.of("a/x.o", "a/b/y.o", "c/z.o", "c/z.c", "d/e/f/w.o", "v.o")) {
      Files.createDirectories(tree.resolve(file).getParent());
      Files.createFile(tree.resolve(file));
    }

    RunSummary summary = delete(tree, filtered(List.of("*.o"), List.of("f/")));

    assertThat(summary.isComplete()).isTrue();
    assertThat(names()).containsExactly("c", "c/z.c", "d", "d/e", "d/e/f", "d/e/f/w.o");
    assertThat(summary.counts().files()).isEqualTo(4);
    assertThat(summary.counts().directories()).isEqualTo(2);
  }

  @Test
  void filter_isNotAskedAboutTheOperand() throws IOException {
    Files.createFile(tree);

    delete(tree, filtered(List.of("*.o"), List.of("tree")));

    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_inDryRun_countsWithSizes_andDeletesNothing() throws IOException {
    SampleTree.make(tree);
    List<String> before = names();
    long size = 0;
    for (String name : before) {
      Path path = tree.resolve(name);
      size += Files.isRegularFile(path) && !Files.isSymbolicLink(path) ? Files.size(path) : 0;
    }

    Counts planned = delete(tree, recursively().asDryRun()).counts();

    assertThat(names()).isEqualTo(before);
    assertCounted(planned, size);
  }

  @Test
  void delete_inDryRunWithFilter_countsWhatTheSameCommandDeletes() throws IOException {
    SampleTree.make(tree);
    DeleteOptions options = filtered(List.of("f*"), List.of("f4095", "*name"));

    Counts planned = delete(tree, options.asDryRun()).counts();
    Counts done = delete(tree, options).counts();

    assertThat(planned.files()).isEqualTo(done.files()).isPositive();
    assertThat(planned.directories()).isEqualTo(done.directories());
    assertThat(tree).exists();
  }

  @Test
  void listener_ofEntries_isToldOfEachOnce_aDirectoryAfterAllInIt() throws IOException {
    SampleTree.make(tree);
    List<EntryEvent> events = new ArrayList<>();

    engine.run(List.of(new Delete(tree, recursively())), collector(events));

    assertThat(events).hasSize(SampleTree.FILES + 2 + 4 + 2);
    assertThat(events).extracting(EntryEvent::source).doesNotHaveDuplicates();
    assertThat(events.getLast())
        .isEqualTo(new EntryEvent(Action.DIRECTORY_DELETED, tree.toString(), null, 0));
    for (EntryEvent event : events) {
      List<EntryEvent> later = events.subList(events.indexOf(event) + 1, events.size());
      assertThat(later).noneMatch(other -> other.source().startsWith(event.source() + "/"));
    }
  }

  private static ProgressListener collector(List<EntryEvent> events) {
    return new ProgressListener() {
      @Override
      public boolean wantsEntries() {
        return true;
      }

      @Override
      public void onEntry(EntryEvent event) {
        events.add(event);
      }
    };
  }

  @Test
  void delete_inMemory_leavesNothing() throws IOException {
    assumeFalse(
        contract instanceof ProcessEngineTest, "another process cannot open what is in memory");
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = Files.createDirectories(memory.getPath("/top/tree"));
      Path kept = Files.createFile(memory.getPath("/top/kept"));
      Files.createDirectories(root.resolve("a/b"));
      Files.createFile(root.resolve("a/b/file"));
      Files.createSymbolicLink(root.resolve("a/link"), memory.getPath("/top"));

      RunSummary summary = delete(root, recursively());

      assertThat(summary.failures()).isEmpty();
      assertThat(root).doesNotExist();
      assertThat(kept).exists();
    }
  }
}
