package dev.haul.plan.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.DirectoryRenames;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.rename.RenameSelection.Only;
import dev.haul.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans carried out on real directories. */
final class RenameRunsTest {
  private static final RenameOptions OPTIONS = RenameOptions.defaults();
  private static final int RACERS = 8;
  private static final int ROUNDS = 100;

  @TempDir private Path folder;
  private final Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(RACERS));

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), name);
  }

  private List<Failure> run(List<Rename> renames) {
    return engine.run(renames, ProgressListener.NONE).failures();
  }

  private List<Rename> plan(List<RenamePair> pairs) {
    RenamePlan plan = RenamePlanner.plan(pairs, OPTIONS, 2);
    assertThat(plan.refusals()).isEmpty();
    return plan.renames();
  }

  private RenamePair pair(String from, String to) {
    return new RenamePair(Location.of(folder.resolve(from)), to);
  }

  private void expect(String name, String content) {
    assertThat(folder.resolve(name)).hasContent(content);
  }

  @Test
  void swapsAndCycles_endRight() throws IOException {
    for (String name : List.of("a", "b", "x", "y", "z")) {
      file(name);
    }
    assertThat(
            run(
                plan(
                    List.of(
                        pair("a", "b"),
                        pair("b", "a"),
                        pair("x", "y"),
                        pair("y", "z"),
                        pair("z", "x")))))
        .isEmpty();
    expect("a", "b");
    expect("b", "a");
    expect("y", "x");
    expect("z", "y");
    expect("x", "z");
    try (Stream<Path> list = Files.list(folder)) {
      assertThat(list).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, -1_000})
  void longChain_endsRight_closedOrNot(int given) throws IOException {
    boolean closed = given < 0;
    int length = Math.abs(given);
    List<RenamePair> pairs = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Files.createFile(folder.resolve("f" + i));
      pairs.add(pair("f" + i, "f" + (closed ? (i + 1) % length : i + 1)));
    }
    Map<String, Object> before = Snapshot.of(folder);
    assertThat(run(plan(pairs))).isEmpty();
    Map<String, Object> after = Snapshot.of(folder);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < length; i++) {
      assertThat(after.get("f" + (closed ? (i + 1) % length : i + 1)))
          .isEqualTo(before.get("f" + i));
    }
  }

  /** Deeper than a path can be long. */
  @Test
  void deepTree_isRenamedFromTheInside() throws IOException {
    int depth = 2500;
    Root root = new Root(0, Location.of(folder), Roots.kindFor(List.of(Location.of(folder))));
    Directory at = Roots.open(root);
    for (int i = 0; i < depth; i++) {
      try (Directory parent = at) {
        at = parent.createDirectory(Name.of("a"));
      }
    }
    at.close();
    RenameSelection all = new RenameSelection(true, Only.ALL, EntryFilter.ALL);
    RenamePlan plan =
        RenamePlanner.plan(
            List.of(Location.of(folder.resolve("a"))), LetterCase.UPPER, all, OPTIONS, 2);
    assertThat(run(plan.renames())).isEmpty();
    at = Roots.open(root);
    for (int i = 0; i < depth; i++) {
      try (Directory parent = at) {
        at = parent.openDirectory(Name.of("A"));
      }
    }
    at.close();
    // JUnit cannot delete what has no path short enough.
    new Shell(folder).sh("rm -rf A").expectSuccess();
  }

  @Test
  void nameTakenAfterThePlan_isNotReplaced() throws IOException {
    file("a");
    List<Rename> renames = plan(List.of(pair("a", "b")));
    file("b");
    assertThat(run(renames)).extracting(Failure::kind).containsExactly(Failure.Kind.CONFLICT);
    expect("a", "a");
    expect("b", "b");
  }

  @Test
  void ofManyWhoWantOneName_oneGetsIt() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      List<Rename> racers = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        racers.add(new Rename(file("racer" + i), "name" + round));
      }
      List<OperationResult> results = engine.map(racers).toList();
      assertThat(results).filteredOn(OperationResult.Completed.class::isInstance).hasSize(1);
      assertThat(left()).isEqualTo(RACERS - 1);
    }
  }

  /** The twin: by rename(2) all of them get it, one after the other, and all but one are lost. */
  @Test
  void ofManyWhoReplace_allButOneAreFoundToBeLost() throws Exception {
    try (ExecutorService racers = Executors.newFixedThreadPool(RACERS)) {
      List<Callable<Path>> moves = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        Path racer = file("racer" + i);
        moves.add(() -> Files.move(racer, folder.resolve("name"), StandardCopyOption.ATOMIC_MOVE));
      }
      for (Future<Path> move : racers.invokeAll(moves)) {
        assertThat(move.get()).isNotNull();
      }
    }
    assertThat(left()).isZero();
  }

  private long left() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> path.getFileName().toString().startsWith("racer")).count();
    }
  }

  @Test
  void otherFileInItsPlace_isLeftAlone() throws IOException {
    file("a");
    List<Rename> renames = plan(List.of(pair("a", "b")));
    Files.move(file("other"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(run(renames))
        .extracting(Failure::reason)
        .containsExactly("the file meant is not there any more, but another");
    expect("a", "other");
  }

  /** The twin: without the identity, that other file is renamed. */
  @Test
  void otherFileInItsPlace_withoutTheIdentity_isFoundRenamed() throws IOException {
    Path a = file("a");
    Files.move(file("other"), a, StandardCopyOption.REPLACE_EXISTING);
    assertThat(run(List.of(new Rename(a, "b")))).isEmpty();
    expect("b", "other");
  }

  @Test
  void cycleThatCannotEnd_isTakenBack() throws IOException {
    file("a");
    file("b");
    file("c");
    file("taken");
    RenameCycle cycle =
        new RenameCycle(
            Name.of("parking"), List.of(step("a", "b"), step("c", "a"), step("b", "taken")));
    DirectoryRenames directory = new DirectoryRenames(-1, null, null, List.of(), List.of(cycle));
    Rename rename = new Rename(Location.of(folder), List.of(directory), OPTIONS);
    assertThat(run(List.of(rename))).hasSize(3);
    for (String name : List.of("a", "b", "c", "taken")) {
      expect(name, name);
    }
    assertThat(folder.resolve("parking")).doesNotExist();
  }

  /** The twin: the same steps, each by itself, stay half done. */
  @Test
  void stepsOfACycle_oneByOne_areFoundHalfDone() throws IOException {
    file("a");
    file("b");
    file("c");
    file("taken");
    List<RenameStep> steps =
        List.of(step("a", "parking"), step("c", "a"), step("b", "taken"), step("parking", "b"));
    DirectoryRenames directory = new DirectoryRenames(-1, null, null, steps, List.of());
    assertThat(run(List.of(new Rename(Location.of(folder), List.of(directory), OPTIONS))))
        .hasSize(2);
    expect("parking", "a");
    expect("a", "c");
  }

  private static RenameStep step(String from, String to) {
    return new RenameStep(Name.of(from), Name.of(to), null);
  }

  @Test
  void otherDirectoryWhereItBegins_isRefused() throws IOException {
    file("a");
    DirectoryRenames directory =
        new DirectoryRenames(-1, null, new FileIdentity(0, 1), List.of(step("a", "b")), List.of());
    assertThat(run(List.of(new Rename(Location.of(folder), List.of(directory), OPTIONS))))
        .extracting(Failure::reason)
        .containsExactly("another directory has taken its place");
    expect("a", "a");
  }
}
