package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.ConflictPolicy;
import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.MoveOptions;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tasks that delete the source of a move, once its copy is there. */
final class DeletingTheMovedTest extends TaskFixture {
  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void namePaths() {
    original = source.resolve("one");
    copy = target.resolve("one");
  }

  private static MoveJob job(ConflictPolicy policy) {
    return moveJob(new MoveOptions(policy, false, false, false, false, 3, "~"));
  }

  private static void assertStays(TaskReport report, Path path) {
    assertFailed(report, Kind.CHANGED, "came or changed meanwhile, and stays");
    assertThat(report.failures().getFirst().source()).isEqualTo(path.toString());
    assertThat(report.isIncomplete()).isTrue();
    assertThat(path).exists();
  }

  @Nested
  final class OneFile {
    private TaskReport finish(ConflictPolicy policy, @Nullable Instant changed) {
      return worker.run(new FinishMove(job(policy), from, ONE, to, ONE, null, changed, false));
    }

    private TaskReport finish() {
      return finish(ConflictPolicy.FAIL, null);
    }

    @Test
    void fileWithAnEqualCopy_goes() throws IOException {
      write(original, "first", THEN);
      write(copy, "first", THEN);
      assertThat(finish().isIncomplete()).isFalse();
      assertThat(original).doesNotExist();
      assertThat(copy).hasContent("first");
    }

    @Test
    void fileWithAnotherCopy_stays() throws IOException {
      write(original, "first", THEN);
      write(copy, "FIRST", THEN);
      assertStays(finish(), original);
      assertThat(copy).hasContent("FIRST");
    }

    @Test
    void fileWithoutCopy_stays() throws IOException {
      write(original, "first", THEN);
      assertStays(finish(), original);
    }

    @Test
    void fileUnchangedSinceItsCopy_goesWithoutComparing() throws IOException {
      FileStat before = stat(write(original, "first", THEN));
      write(copy, "FIRST", THEN);
      assertThat(finish(ConflictPolicy.REPLACE, before.changed()).failures()).isEmpty();
      assertThat(original).doesNotExist();
    }

    @Test
    void fileChangedSinceItsCopy_isCompared_andStays() throws IOException {
      FileStat before = stat(write(original, "first", THEN));
      write(copy, "first", THEN);
      awaitTick();
      write(original, "newer", THEN);
      assertStays(finish(ConflictPolicy.REPLACE, before.changed()), original);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NEWER"})
    void fileThatIsToBeLeft_staysInSilence(ConflictPolicy policy) throws IOException {
      write(original, "first", THEN);
      write(copy, "other", THEN);
      assertThat(finish(policy, null).failures()).isEmpty();
      assertThat(original).exists();
    }

    @Test
    void missingFile_isAFailure_unlessALostWorkerMayHaveRemovedIt() throws IOException {
      write(copy, "first", THEN);
      assertFailed(finish(), Kind.NOT_FOUND, "No such file");
      worker.lost(lostSince(Instant.EPOCH));
      assertThat(finish().failures()).isEmpty();
    }

    @Test
    void whenSomethingWasNotCopied_itIsLeftUndone() {
      MoveJob job = job(ConflictPolicy.FAIL);
      assertThat(new FinishMove(job, from, ONE, to, ONE, null, null, false).afterFailure())
          .isNull();
    }
  }

  @Nested
  final class TreeToFinish {
    private static final Name NOTE = Name.of("note");

    private TaskReport finish(ConflictPolicy policy, boolean goesOn) throws IOException {
      Files.createDirectories(original);
      Files.createDirectories(copy);
      return worker.run(new FinishMove(job(policy), from, ONE, to, ONE, NOTE, null, goesOn));
    }

    private RemoveMoved removing() {
      assertThat(worker.spawned).hasSize(1);
      return (RemoveMoved) worker.spawned.removeFirst();
    }

    private Path writeNote() throws IOException {
      return Files.writeString(target.resolve("note"), "of this move");
    }

    @Test
    void secondNote_saysThatAllIsCopied_beforeAnythingGoes() throws IOException {
      writeNote();
      TaskReport report = finish(ConflictPolicy.FAIL, false);
      assertThat(report.failures()).isEmpty();
      assertThat(target.resolve(MoveNote.nameOfCopied(ONE).toString())).hasContent("of this move");
      assertThat(report.finish()).isInstanceOf(EndMove.class);
      assertThat(removing().cursor()).isEqualTo(EntryBatch.START);
    }

    @Test
    void withoutItsNote_nothingGoes() throws IOException {
      TaskReport report = finish(ConflictPolicy.FAIL, false);
      assertFailed(report, Kind.NOT_FOUND, "No such file");
      assertThat(worker.spawned).isEmpty();
      assertThat(namesIn(target)).containsExactly("one");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "REPLACE", "BACKUP"})
    void whatWasCopiedSinceTheNote_isTrusted(ConflictPolicy policy) throws IOException {
      Path note = writeNote();
      finish(policy, false);
      assertThat(removing().begun()).isEqualTo(stat(note).changed());
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NEWER", "UPDATE"})
    void whereNotAllIsReplaced_everythingIsCompared(ConflictPolicy policy) throws IOException {
      writeNote();
      finish(policy, false);
      assertThat(removing().begun()).isNull();
    }

    @Test
    void whenAMoveGoesOn_everythingIsCompared() throws IOException {
      writeNote();
      finish(ConflictPolicy.FAIL, true);
      assertThat(removing().begun()).isNull();
    }

    @Test
    void bothNotes_goAtTheEnd() throws IOException {
      for (Name note : List.of(MoveNote.name(ONE), MoveNote.nameOfCopied(ONE))) {
        Files.createFile(target.resolve(note.toString()));
      }
      TaskReport report = worker.run(new EndMove(job(ConflictPolicy.FAIL), to, ONE));
      assertThat(report.failures()).isEmpty();
      assertThat(namesIn(target)).isEmpty();
      assertThat(worker.run(new EndMove(job(ConflictPolicy.FAIL), to, ONE)).failures()).isEmpty();
    }
  }

  @Nested
  final class End {
    private final Task end = new EndMove(job(ConflictPolicy.FAIL), to, ONE);

    private @Nullable Task endAfter(Kind... kinds) {
      TaskReport report = new TaskReport();
      report.finish(end);
      for (Kind kind : kinds) {
        report.failed(new Failure(kind, "source", "target", "a reason", null));
      }
      return report.takeEnd();
    }

    @Test
    void notesGo_whenAllIsDone_orWhatIsLeftWasChangedByOthers() {
      assertThat(endAfter()).isEqualTo(end);
      assertThat(endAfter(Kind.CHANGED, Kind.NOT_FOUND)).isEqualTo(end);
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"CHANGED", "NOT_FOUND"})
    void notesStay_whenTheSameCommandMayDoMore(Kind kind) {
      assertThat(endAfter(kind)).isNull();
      assertThat(endAfter(Kind.CHANGED, kind)).isNull();
    }
  }

  @Nested
  final class Tree {
    private static final Name TREE = Name.of("tree");

    private Path here = Path.of("");
    private Path there = Path.of("");

    @BeforeEach
    void makeTrees() throws IOException {
      here = Files.createDirectory(source.resolve("tree"));
      there = Files.createDirectory(target.resolve("tree"));
    }

    private RemoveMoved task(ConflictPolicy policy, @Nullable Instant begun) {
      return new RemoveMoved(
          job(policy), from, TREE, null, to, TREE, null, EntryBatch.START, begun);
    }

    private TaskReport remove(ConflictPolicy policy) {
      return worker.run(task(policy, null));
    }

    private TaskReport remove() {
      return remove(ConflictPolicy.FAIL);
    }

    private void writeBoth(String name, String content) throws IOException {
      write(here.resolve(name), content, THEN);
      write(there.resolve(name), content, THEN);
    }

    @Test
    void whatHasAnEqualCopy_goes_andTheRestStays() throws IOException {
      writeBoth("a", "first");
      writeBoth("b", "second");
      Path came = write(here.resolve("came"), "", THEN);
      TaskReport report = remove();
      assertThat(namesIn(here)).containsExactly("came");
      assertThat(namesIn(there)).containsExactlyInAnyOrder("a", "b");
      assertStays(report, came);
    }

    @Test
    void whatWasThereBefore_isCompared_evenIfItsTimeIsRight() throws IOException {
      Path changed = write(here.resolve("a"), "first", THEN);
      write(there.resolve("a"), "FIRST", THEN);
      assertStays(remove(), changed);
    }

    @Test
    void whatWasCopiedSinceTheBeginning_isNotCompared() throws IOException {
      FileStat first = stat(write(here.resolve("a"), "first", THEN));
      awaitTick();
      write(there.resolve("a"), "FIRST", THEN);
      worker.run(task(ConflictPolicy.FAIL, first.changed().plusNanos(1)));
      assertThat(namesIn(here)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "NEWER"})
    void whatIsToBeLeft_staysInSilence_andKeepsItsDirectory(ConflictPolicy policy)
        throws IOException {
      write(here.resolve("a"), "first", THEN);
      write(there.resolve("a"), "other", THEN);
      TaskReport report = remove(policy);
      assertThat(report.failures()).isEmpty();
      assertThat(report.isIncomplete()).isTrue();
      assertThat(here.resolve("a")).exists();
    }

    @Test
    void emptiedDirectory_goesAtTheEnd() throws IOException {
      TaskReport report = remove();
      assertThat(report.isIncomplete()).isFalse();
      assertThat(here).exists();
      Task finish = report.finish();
      assertThat(finish).isInstanceOf(RemoveEmptied.class);
      if (finish != null) {
        assertThat(finish.afterFailure()).isNull();
        assertThat(worker.run(finish).failures()).isEmpty();
        assertThat(here).doesNotExist();
        // Somebody else may have been as quick.
        assertThat(worker.run(finish).failures()).isEmpty();
      }
    }

    @Test
    void directoryThatSomethingCameInto_stays() throws IOException {
      Task finish = remove().finish();
      Files.createFile(here.resolve("came"));
      assertThat(finish).isNotNull();
      if (finish != null) {
        assertFailed(worker.run(finish), Kind.CHANGED, "something came into it, and stays");
      }
      assertThat(namesIn(here)).containsExactly("came");
    }

    @Test
    void directoryBelow_isATaskOfItsOwn_ofTheSameMove() throws IOException {
      Files.createDirectory(here.resolve("below"));
      Files.createDirectory(there.resolve("below"));
      writeBoth("below/a", "first");
      Instant begun = Instant.EPOCH;
      worker.run(task(ConflictPolicy.FAIL, begun));
      assertThat(here.resolve("below/a")).exists();
      RemoveMoved below = (RemoveMoved) worker.spawned.removeFirst();
      assertThat(below.begun()).isEqualTo(begun);
      assertThat(below.beginsDirectory()).isTrue();
      assertThat(worker.run(below).failures()).isEmpty();
      assertThat(namesIn(here.resolve("below"))).isEmpty();
    }

    @Test
    void directoryWithoutCopy_isAFailure_andStays() throws IOException {
      Files.delete(there);
      write(here.resolve("a"), "first", THEN);
      assertFailed(remove(), Kind.NOT_FOUND, "No such file");
      assertThat(here.resolve("a")).exists();
    }

    @Test
    void directoryThatIsGone_isNoFailure() throws IOException {
      Files.delete(here);
      assertThat(remove().failures()).isEmpty();
    }

    @Test
    void afterCancel_nothingGoes() throws IOException {
      writeBoth("a", "first");
      worker.cancel();
      TaskReport report = remove();
      assertThat(report.isIncomplete()).isTrue();
      assertThat(report.failures()).isEmpty();
      assertThat(here.resolve("a")).exists();
    }

    @Test
    void crowded_leavesTheRestForLater_whichIsDoneToo() throws IOException {
      // More than are read at once.
      for (int i = 0; i < MANY; i++) {
        writeBoth(longName(i), "");
      }
      worker.crowd();
      TaskReport report = remove();
      assertThat(report.finish()).isNotNull();
      Task rest = report.rest();
      assertThat(rest).isNotNull();
      assertThat(namesIn(here)).isNotEmpty();
      while (rest != null) {
        TaskReport next = worker.run(rest);
        assertThat(next.finish()).isNull();
        assertThat(next.failures()).isEmpty();
        rest = next.rest();
      }
      assertThat(namesIn(here)).isEmpty();
    }

    @Test
    void failuresNamePaths_ofSourceAndCopy() throws IOException {
      Path came = write(here.resolve("came"), "", THEN);
      Failure failure = remove().failures().getFirst();
      assertThat(failure.source()).isEqualTo(came.toString());
      assertThat(failure.target()).isEqualTo(there.resolve("came").toString());
      DirectoryRef none = from.child(Name.of("none"), stat(there).identity());
      RemoveMoved elsewhere =
          new RemoveMoved(
              job(ConflictPolicy.FAIL), from, TREE, null, none, TREE, null, EntryBatch.START, null);
      Failure lost = worker.run(elsewhere).failures().getFirst();
      assertThat(lost.source()).isEqualTo(here.toString());
    }
  }

  @Nested
  final class Notes {
    private MoveNote note(String source, String parent, boolean made) {
      return new MoveNote(source, parent, ONE, made);
    }

    private void write(Name note, MoveNote tells) throws IOException {
      Files.write(target.resolve(note.toString()), tells.text("path"));
    }

    @Test
    void noteTells_ofThisMove_andOfNoOther() throws IOException {
      MoveNote made = note("1:2", "3:4", true);
      Name note = MoveNote.name(ONE);
      write(note, made);
      try (var lease = worker.directories().lease(to)) {
        var directory = lease.directory();
        assertThat(made.isIn(directory, note)).isTrue();
        assertThat(note("1:2", "3:4", false).isIn(directory, note)).isFalse();
        assertThat(note("1:20", "3:4", true).isIn(directory, note)).isFalse();
        assertThat(note("1:2", "3:40", true).isIn(directory, note)).isFalse();
        assertThat(new MoveNote("1:2", "3:4", Name.of("o"), true).isIn(directory, note)).isFalse();
        assertThat(made.isIn(directory, Name.of("none"))).isFalse();
      }
    }

    @Test
    void note_isWrittenForPeopleToo() {
      String text = new String(note("1:2", "3:4", true).text("a path"), StandardCharsets.UTF_8);
      assertThat(text).startsWith("made 1:2 in 3:4 6f6e65\na path\nis on its way here.");
      assertThat(new String(note("1:2", "3:4", false).text("x"), StandardCharsets.UTF_8))
          .startsWith("merged 1:2 in 3:4 6f6e65\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moves_areKnownByWhatIsMoved(boolean made) throws IOException {
      Files.createDirectory(original);
      try (var here = worker.directories().lease(from);
          var there = worker.directories().lease(to)) {
        write(MoveNote.name(ONE), MoveNote.of(here.directory(), ONE, made));
        Name two = Name.of("two");
        assertThat(MoveNotes.tellOf(there.directory(), ONE, here.directory(), ONE)).isTrue();
        assertThat(MoveNotes.tellOf(there.directory(), two, here.directory(), ONE)).isFalse();
        assertThat(MoveNotes.tellOfCopied(there.directory(), ONE, here.directory(), ONE)).isFalse();
        Files.delete(original);
        Files.createDirectory(original.resolveSibling("another"));
        Files.createDirectory(original);
        assertThat(MoveNotes.tellOf(there.directory(), ONE, here.directory(), ONE)).isFalse();
      }
    }

    @Test
    void secondNote_tellsByThePlaceAlone() throws IOException {
      try (var here = worker.directories().lease(from);
          var there = worker.directories().lease(to)) {
        Directory in = here.directory();
        write(MoveNote.nameOfCopied(ONE), note("1:2", in.lastingId(), true));
        assertThat(MoveNotes.tellOfCopied(there.directory(), ONE, in, ONE)).isTrue();
        assertThat(MoveNotes.tellOfCopied(there.directory(), ONE, in, Name.of("on"))).isFalse();
        assertThat(MoveNotes.tellOfCopied(there.directory(), ONE, there.directory(), ONE))
            .isFalse();
      }
    }
  }
}
