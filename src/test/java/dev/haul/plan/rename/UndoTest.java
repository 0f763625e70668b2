package dev.haul.plan.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.DirectoryRenames;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.Rename;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.RunSummary;
import dev.haul.fs.Name;
import dev.haul.plan.Refusal;
import dev.haul.plan.rename.RenameSelection.Only;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was renamed gets its old names back, wherever the work stopped, and nothing else does. */
final class UndoTest {
  private static final RenameOptions OPTIONS = RenameOptions.defaults();

  @TempDir private Path folder;
  private Path tree = Path.of("");
  private Path undo = Path.of("");

  @BeforeEach
  void makePlaces() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    undo = folder.resolve("undo");
  }

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Files.createDirectories(tree.resolve(path).getParent());
      Files.writeString(tree.resolve(path), path);
    }
  }

  private List<Rename> planned(String... pairs) throws IOException {
    List<RenamePair> list = new ArrayList<>();
    for (String pair : pairs) {
      int arrow = pair.indexOf('>');
      list.add(
          new RenamePair(
              Location.of(tree.resolve(pair.substring(0, arrow))), pair.substring(arrow + 1)));
    }
    return written(RenamePlanner.plan(list, OPTIONS, 2));
  }

  private List<Rename> plannedUpper() throws IOException {
    RenameSelection all = new RenameSelection(true, Only.ALL, EntryFilter.ALL);
    return written(
        RenamePlanner.plan(List.of(Location.of(tree)), LetterCase.UPPER, all, OPTIONS, 2));
  }

  private List<Rename> written(RenamePlan plan) throws IOException {
    assertThat(plan.refusals()).isEmpty();
    UndoFile.write(undo, plan.renames());
    return plan.renames();
  }

  private RenamePlan undoPlan() throws IOException {
    return UndoPlanner.plan(UndoFile.read(undo).renames(), OPTIONS, 2);
  }

  private static List<Failure> run(List<Rename> renames) {
    return run(renames, EngineKind.THREADS);
  }

  private static List<Failure> run(List<Rename> renames, EngineKind kind) {
    try (Engine engine = Engines.open(kind, new EngineOptions(2))) {
      RunSummary summary = engine.run(renames, ProgressListener.NONE);
      return summary.failures();
    }
  }

  @Test
  void everyPlace_whereTheWorkStops_isFoundAgain() throws IOException {
    files("a", "b", "c", "x", "y", "d/e/a", "d/e/b", "d/f", "chain1", "chain2");
    Map<String, Object> before = Snapshot.of(folder);
    List<Rename> renames =
        planned(
            "a>b",
            "b>c",
            "c>a",
            "x>y",
            "y>x",
            "chain1>chain2",
            "chain2>chain3",
            "d>D",
            "d/e>f",
            "d/f>e",
            "d/e/a>b",
            "d/e/b>a");
    Primitives forward = Primitives.of(renames);
    assertThat(forward.count()).isEqualTo(16);
    for (int stop = 0; stop <= forward.count(); stop++) {
      forward.runFirst(stop);
      List<Rename> back = undoPlan().renames();
      assertThat(run(back)).isEmpty();
      expect(before, "stopped after " + stop);
    }
  }

  @Test
  void undo_canBeStoppedToo_andBegunAgain() throws IOException {
    files("a", "b", "c", "d/e/a", "d/e/b", "d/f");
    Map<String, Object> before = Snapshot.of(folder);
    List<Rename> renames =
        planned("a>b", "b>c", "c>a", "d>D", "d/e>f", "d/f>e", "d/e/a>b", "d/e/b>a");
    Primitives forward = Primitives.of(renames);
    for (int stop = 0; stop <= forward.count(); stop++) {
      for (int again = 0; ; again++) {
        forward.runFirst(stop);
        Primitives back = Primitives.of(undoPlan().renames());
        boolean whole = again >= back.count();
        back.runFirst(Math.min(again, back.count()));
        assertThat(run(undoPlan().renames())).isEmpty();
        expect(before, "stopped after " + stop + " and " + again);
        if (whole) {
          break;
        }
      }
    }
  }

  /** The twin: without a look at which file is where, some names are exchanged. */
  @Test
  void undo_withoutLooking_isFoundToMixFilesUp() throws IOException {
    int wrong = 0;
    for (int stop = 0; stop <= 4; stop++) {
      tree = Files.createDirectory(folder.resolve("tree" + stop));
      undo = folder.resolve("undo" + stop);
      files("a", "b", "c");
      Map<String, Object> before = Snapshot.of(tree);
      Primitives forward = Primitives.of(planned("a>b", "b>c", "c>a"));
      forward.runFirst(stop);
      for (Primitives.Move move : forward.moves().reversed()) {
        if (Files.exists(move.to()) && !Files.exists(move.from())) {
          Files.move(move.to(), move.from());
        }
      }
      wrong += Snapshot.of(tree).equals(before) ? 0 : 1;
    }
    assertThat(wrong).isPositive();
  }

  private void expect(Map<String, Object> before, String when) throws IOException {
    Map<String, Object> after = Snapshot.of(folder);
    after.remove("undo");
    assertThat(after).as(when).isEqualTo(before);
  }

  @Test
  void undo_ofATree_restoresIt_andASecondOneFindsNothing() throws IOException {
    files("a", "d/b", "d/e/c");
    Map<String, Object> before = Snapshot.of(folder);
    assertThat(run(plannedUpper())).isEmpty();
    assertThat(folder.resolve("TREE/D/E/C")).exists();
    assertThat(run(undoPlan().renames())).isEmpty();
    expect(before, "undone");
    assertThat(undoPlan().renames()).isEmpty();
  }

  @Test
  void hardLinks_getAllTheirNamesBack() throws IOException {
    files("a", "c");
    Files.createLink(tree.resolve("b"), tree.resolve("a"));
    Files.createLink(tree.resolve("e"), tree.resolve("a"));
    Map<String, Object> before = Snapshot.of(folder);
    Primitives forward = Primitives.of(planned("a>b", "b>d", "e>c", "c>e"));
    for (int stop = 0; stop <= forward.count(); stop++) {
      forward.runFirst(stop);
      assertThat(run(undoPlan().renames())).isEmpty();
      expect(before, "stopped after " + stop);
    }
  }

  @Test
  void fileThatIsGone_orAnotherByNow_isTold_andTheRestRestored() throws IOException {
    files("a", "b", "c", "d/x");
    RenameSelection all = new RenameSelection(true, Only.ALL, EntryFilter.ALL);
    Location here = Location.parse(tree + "/.");
    run(written(RenamePlanner.plan(List.of(here), LetterCase.UPPER, all, OPTIONS, 2)));
    Files.delete(tree.resolve("A"));
    Path other = Files.writeString(tree.resolve("other"), "other");
    Files.move(other, tree.resolve("B"), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(tree.resolve("D/X"));
    Files.delete(tree.resolve("D"));
    assertThat(run(undoPlan().renames()).stream().map(Failure::reason))
        .containsExactlyInAnyOrder(
            "No such file or directory",
            "No such file or directory",
            "No such file or directory",
            "the file meant is not there any more, but another");
    assertThat(tree.resolve("c")).hasContent("c");
    assertThat(tree.resolve("B")).hasContent("other");
  }

  /** Deletes a file; a new one, made at another time, gets its name and its inode. */
  private void replaceWithItsInode(Path file) throws IOException {
    Object inode = Files.getAttribute(file, "unix:ino");
    Object born = Files.getAttribute(file, "creationTime");
    Files.delete(file);
    for (int i = 0; i < 100_000; i++) {
      Path made = Files.writeString(folder.resolve("made"), "new");
      if (!Files.getAttribute(made, "unix:ino").equals(inode)) {
        abort("the inode is not used again here, or somebody else was quicker");
      }
      if (!Files.getAttribute(made, "creationTime").equals(born)) {
        Files.move(made, file);
        return;
      }
      Files.delete(made); // the clock has not ticked
    }
    abort("it is not known here when a file was made");
  }

  @Test
  void newFile_withTheInodeOfTheOld_isAnother() throws IOException {
    files("a", "b");
    run(planned("a>A", "b>B"));
    replaceWithItsInode(tree.resolve("A"));
    assertThat(run(undoPlan().renames()).stream().map(Failure::reason))
        .containsExactly("the file meant is not there any more, but another");
    assertThat(tree.resolve("A")).hasContent("new");
    assertThat(tree.resolve("b")).hasContent("b");
  }

  private static Rename madeBefore(Rename rename) {
    DirectoryRenames only = rename.directories().getFirst();
    List<RenameStep> steps =
        only.steps().stream()
            .map(step -> new RenameStep(step.from(), step.to(), step.identity(), step.born() - 1))
            .toList();
    return new Rename(
        rename.directory(),
        List.of(new DirectoryRenames(-1, null, only.identity(), steps, List.of())),
        OPTIONS);
  }

  /** The same, without luck: by each of those who know that it is another one. */
  @ParameterizedTest
  @EnumSource(names = {"THREADS", "PROCESSES"})
  void fileThatWasMadeAtAnotherTime_isAnother(EngineKind engine) throws IOException {
    files("a");
    List<Rename> renames = planned("a>A");
    RenameStep step = renames.getFirst().directories().getFirst().steps().getFirst();
    assumeTrue(step.born() > 0, "it is not known here when a file was made");
    List<Rename> earlier = renames.stream().map(UndoTest::madeBefore).toList();
    assertThat(run(earlier, engine)).hasSize(1);
    assertThat(tree.resolve("a")).hasContent("a");
    assertThat(run(renames, engine)).isEmpty();
    Files.delete(undo);
    UndoFile.write(undo, earlier);
    RenamePlan back = undoPlan();
    assertThat(back.renames()).hasSize(1);
    assertThat(run(back.renames(), engine).stream().map(Failure::reason))
        .containsExactly("the file meant is not there any more, but another");
    assertThat(tree.resolve("A")).hasContent("a");
  }

  @Test
  void nameThatATakerHas_isARefusal_andNothingIsDone() throws IOException {
    files("a", "b");
    run(planned("a>a1", "b>b1"));
    files("a");
    Map<String, Object> before = Snapshot.of(tree);
    RenamePlan plan = undoPlan();
    assertThat(plan.refusals()).extracting(Refusal::kind).containsExactly(Refusal.Kind.NAME_TAKEN);
    assertThat(plan.renames()).isEmpty();
    assertThat(Snapshot.of(tree)).isEqualTo(before);
  }

  @Test
  void linkInADirectorysPlace_isNotFollowed() throws IOException {
    files("d/x", "e");
    RenameSelection all = new RenameSelection(true, Only.ALL, EntryFilter.ALL);
    run(
        written(
            RenamePlanner.plan(
                List.of(Location.parse(tree + "/.")), LetterCase.UPPER, all, OPTIONS, 2)));
    Path canary = Files.createDirectory(folder.resolve("canary"));
    Files.move(tree.resolve("D/X"), canary.resolve("X"));
    Files.delete(tree.resolve("D"));
    Files.createSymbolicLink(tree.resolve("D"), canary);
    assertThat(run(undoPlan().renames())).isNotEmpty();
    assertThat(canary.resolve("X")).hasContent("d/x");
    assertThat(tree.resolve("e")).exists();
  }

  @Test
  void placeWhereItBegan_behindDots_isFoundWithoutTheOldName() throws IOException {
    files("d/x");
    Map<String, Object> before = Snapshot.of(folder);
    Location operand = Location.parse(tree + "/d/../d");
    run(written(RenamePlanner.plan(List.of(new RenamePair(operand, "e")), OPTIONS, 2)));
    assertThat(tree.resolve("e/x")).exists();
    assertThat(run(undoPlan().renames())).isEmpty();
    expect(before, "undone");
  }

  @Test
  void placeBehindDots_ofAnyBytes_isFound() throws IOException {
    Location above = Location.of(tree).resolve(Name.of(new byte[] {'x', (byte) 0xFF}));
    Path place = Files.createDirectory(above.toPath());
    Files.createFile(place.resolve("a1"));
    Location operand = above.resolve("../" + above.name() + "/a1");
    RenamePlan plan =
        RenamePlanner.plan(
            List.of(operand),
            Template.parse("{parent}"),
            new RenameSelection(false, Only.ALL, EntryFilter.ALL),
            OPTIONS,
            2);
    run(written(plan));
    assertThat(Files.exists(above.resolve("x\uDCFF").toPath())).isTrue();
    run(undoPlan().renames());
    assertThat(place.resolve("a1")).exists();
  }

  @Test
  void otherDirectory_whereItBegan_isRefused() throws IOException {
    files("a");
    run(planned("a>b"));
    Files.move(tree, folder.resolve("moved"));
    Files.createDirectory(tree);
    files("b");
    assertThat(undoPlan().refusals().getFirst().reason())
        .isEqualTo("another directory has taken its place");
    assertThat(tree.resolve("b")).exists();
  }
}
