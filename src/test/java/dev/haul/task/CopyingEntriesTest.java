package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.EntryFilter;
import dev.haul.Failure.Kind;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.TransientFileSystemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of one entry on its way, and of several. */
final class CopyingEntriesTest extends TaskFixture {
  private static final int LARGE = 1 << 20;

  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void makeFile() throws IOException {
    original = write(source.resolve("one"), "first", THEN);
    copy = target.resolve("one");
  }

  private TaskReport copy(CopyOptions.Builder options, boolean alone) {
    return worker.run(new CopyEntry(job(options), from, ONE, to, ONE, false, alone));
  }

  private TaskReport copy(CopyOptions.Builder options) {
    return copy(options, false);
  }

  private TaskReport copy() {
    return copy(CopyOptions.builder());
  }

  /** Moves nothing: every file fails. */
  private static class Failing implements Mover {
    private final IOException error;
    private final int times;
    private int moves;

    Failing(IOException error, int times) {
      this.error = error;
      this.times = times;
    }

    @Override
    public void move(List<Moving> files, BooleanSupplier targetIsFull) {
      Moving file = files.getFirst();
      if (moves++ < times) {
        file.transfer().abort();
        file.outcome().failed(error);
      } else {
        Mover.inline().move(files, targetIsFull);
      }
    }
  }

  private static IOException passing() {
    return new TransientFileSystemException("one", null, "Device or resource busy");
  }

  private static IOException full() {
    return new FileSystemException("one", null, "No space left on device");
  }

  @Nested
  final class Retries {
    private Failing fail(IOException error, int times) {
      Failing mover = new Failing(error, times);
      worker.moveBy(mover);
      return mover;
    }

    @Test
    void errorThatPasses_isTriedAgain() {
      Failing mover = fail(passing(), 2);
      assertThat(copy(CopyOptions.builder().retries(2)).failures()).isEmpty();
      assertThat(mover.moves).isEqualTo(3);
      assertThat(copy).hasContent("first");
    }

    @Test
    void errorThatDoesNotPass_isAFailureAtLast() {
      Failing mover = fail(passing(), Integer.MAX_VALUE);
      assertFailed(copy(CopyOptions.builder().retries(2)), Kind.OTHER, "busy");
      assertThat(mover.moves).isEqualTo(3);
      assertThat(worker.progress().entriesDone()).isEqualTo(1);
    }

    @Test
    void pauses_growUpToASecond() {
      fail(passing(), Integer.MAX_VALUE);
      copy(CopyOptions.builder().retries(6));
      assertThat(worker.pauses.stream().map(Duration::toMillis))
          .containsExactly(10L, 50L, 250L, 1000L, 1000L, 1000L);
    }

    @Test
    void cancelling_endsTheTries() {
      worker.moveEach(_ -> {
        worker.cancel();
        throw passing();
      });
      assertFailed(copy(CopyOptions.builder().retries(2)), Kind.OTHER, "busy");
      assertThat(worker.pauses).isEmpty();
    }

    @Test
    void existingTarget_getsOneBackup() throws IOException {
      Files.writeString(copy, "old");
      fail(passing(), 2);
      copy(CopyOptions.builder().ifExists(ConflictPolicy.BACKUP).retries(2));
      assertThat(copy).hasContent("first");
      assertThat(copy.resolveSibling(copy.getFileName() + "~")).hasContent("old");
      try (Stream<Path> left = Files.list(copy.getParent())) {
        assertThat(left).hasSize(2);
      }
    }

    @Test
    void anyOtherError_isAFailureAtOnce() {
      Failing mover = fail(full(), Integer.MAX_VALUE);
      assertFailed(copy(), Kind.NO_SPACE, "No space left");
      assertThat(mover.moves).isEqualTo(1);
    }

    @Test
    void sourceThatIsGoneMeanwhile_isAFailure() {
      worker.moveEach(_ -> {
        remove(original);
        throw passing();
      });
      assertFailed(copy(), Kind.NOT_FOUND, "No such file");
    }
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Nested
  final class Verifying {
    /** Between the last write and the look at it. */
    private void spoilWhatArrives() {
      worker.moveEach(file -> {
        file.transfer().moveData(file.monitor());
        for (String name : namesIn(target)) {
          writeNow(target.resolve(name), "FIRST");
        }
        file.complete();
      });
    }

    @Test
    void difference_isFound_andTheFileDoesNotCount() {
      spoilWhatArrives();
      TaskReport report = copy(CopyOptions.builder().verify(true));
      assertFailed(report, Kind.VERIFICATION, "");
      assertThat(report.counts().files()).isZero();
      assertThat(report.isLinkable()).isFalse();
      assertThat(report.events()).isEmpty();
      assertThat(copy).doesNotExist();
    }

    @Test
    void difference_leavesWhatWasThere() throws IOException {
      write(copy, "older", THEN);
      worker.moveEach(file -> {
        file.transfer().moveData(file.monitor());
        writeNow(original, "FIRST");
        setTime(original, THEN);
        file.complete();
      });
      CopyOptions.Builder options =
          CopyOptions.builder().verify(true).ifExists(ConflictPolicy.REPLACE);
      assertThat(copy(options).failures()).isNotEmpty();
      assertThat(copy).hasContent("older");
    }

    @Test
    void difference_isNotLookedFor_unlessAsked() {
      spoilWhatArrives();
      assertThat(copy().counts().files()).isEqualTo(1);
    }

    @Test
    void equalCopy_isAllRight() {
      assertThat(copy(CopyOptions.builder().verify(true)).counts().files()).isEqualTo(1);
    }

    @Test
    void dryRun_hasNothingToVerify() {
      TaskReport report = copy(CopyOptions.builder().verify(true).dryRun(true));
      assertThat(report.counts().files()).isEqualTo(1);
      assertThat(copy).doesNotExist();
    }
  }

  @Nested
  final class Counting {
    private EntryEvent event(Action action, long bytes) {
      return new EntryEvent(action, original.toString(), copy.toString(), bytes);
    }

    @Test
    void copiedFile_isCounted_andTold() {
      TaskReport report = copy();
      assertThat(report.counts().files()).isEqualTo(1);
      assertThat(report.counts().bytes()).isEqualTo(5);
      assertThat(report.isLinkable()).isTrue();
      assertThat(report.events()).containsExactly(event(Action.COPIED, 5));
      assertThat(worker.progress().figures()).isEqualTo(new ProgressMeter.Figures(0, 1, 5, 5, ""));
    }

    @Test
    void replacedFile_isToldAsThat() throws IOException {
      write(copy, "other", THEN);
      TaskReport report = copy(CopyOptions.builder().ifExists(ConflictPolicy.REPLACE));
      assertThat(report.events()).containsExactly(event(Action.REPLACED, 5));
    }

    @Test
    void skippedFile_isToldAsThat_andItsBytesAreNotExpected() throws IOException {
      write(copy, "other", THEN);
      TaskReport report = copy(CopyOptions.builder().ifExists(ConflictPolicy.SKIP));
      assertThat(report.events()).containsExactly(event(Action.SKIPPED, 0));
      assertThat(worker.progress().figures()).isEqualTo(new ProgressMeter.Figures(0, 1, 0, 0, ""));
    }

    @Test
    void link_isCounted_andTold() throws IOException {
      remove(original);
      Files.createSymbolicLink(original, Path.of("where"));
      TaskReport report = copy();
      assertThat(report.counts().symbolicLinks()).isEqualTo(1);
      assertThat(report.isLinkable()).isTrue();
      assertThat(report.events()).containsExactly(event(Action.SYMBOLIC_LINK, 0));
    }

    @Test
    void fifo_isSkipped_unlessSpecialFilesAreAskedFor() throws Exception {
      remove(original);
      makeFifo(original);
      TaskReport skipped = copy();
      assertThat(skipped.counts().specialsSkipped()).isEqualTo(1);
      assertThat(skipped.events()).containsExactly(event(Action.SPECIAL_SKIPPED, 0));
      assertThat(copy).doesNotExist();
      TaskReport made = copy(CopyOptions.builder().special(true));
      assertThat(made.counts().specials()).isEqualTo(1);
      assertThat(made.isLinkable()).isTrue();
      assertThat(made.events()).containsExactly(event(Action.SPECIAL, 0));
      assertThat(stat(copy).type()).isEqualTo(FileType.FIFO);
    }

    @Test
    void cancelledFile_isNeitherDoneNorFailed_andLeavesNothing() throws IOException {
      worker.beforeMoving(worker::cancel);
      TaskReport report = copy();
      assertThat(report.failures()).isEmpty();
      assertThat(report.counts().files()).isZero();
      assertThat(namesIn(target)).isEmpty();
    }
  }

  @Nested
  final class LeftToOthers {
    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void largeFile_isATaskOfItsOwn(int less, boolean own) throws IOException {
      Files.write(original, new byte[LARGE - less]);
      copy();
      if (own) {
        CopyJob job = job(CopyOptions.builder());
        assertThat(worker.spawned).hasSize(1);
        assertThat(worker.spawned.getFirst())
            .usingRecursiveComparison()
            .isEqualTo(new CopyEntry(job, from, ONE, to, ONE, false, true));
        assertThat(copy).doesNotExist();
      } else {
        assertThat(worker.spawned).isEmpty();
        assertThat(copy).hasSize(LARGE - less);
      }
      assertThat(worker.progress().bytesFound()).isEqualTo(LARGE - less);
    }

    @Test
    void largeFile_ofATaskOfItsOwn_isCopied_andNamedMeanwhile() throws IOException {
      Files.write(original, new byte[LARGE]);
      assertThat(copy(CopyOptions.builder(), true).counts().bytes()).isEqualTo(LARGE);
      assertThat(worker.spawned).isEmpty();
      assertThat(worker.progress().current()).isEqualTo(original.toString());
    }

    @Test
    void fileOfSeveralNames_isLeftToTheScheduler() throws IOException {
      Files.createLink(source.resolve("two"), original);
      TaskReport report = copy();
      assertThat(report.candidates()).hasSize(1);
      LinkCandidate candidate = report.candidates().getFirst();
      assertThat(candidate.links()).isEqualTo(2);
      assertThat(candidate.identity()).isEqualTo(stat(original).identity());
      assertThat(candidate.copy().alone()).isTrue();
      assertThat(copy).doesNotExist();
      assertThat(worker.run(candidate.copy()).counts().files()).isEqualTo(1);
    }

    @Test
    void fileOfSeveralNames_isCopied_whereLinksAreNotKept() throws IOException {
      Files.createLink(source.resolve("two"), original);
      TaskReport report = copy(CopyOptions.builder().keep(Set.of(Attribute.TIMES)));
      assertThat(report.candidates()).isEmpty();
      assertThat(report.counts().files()).isEqualTo(1);
    }

    @Test
    void directory_isATaskOfItsOwn() throws IOException {
      remove(original);
      Files.createDirectory(original);
      assertThat(copy().counts().directories()).isZero();
      assertThat(worker.spawned).singleElement().isInstanceOf(CopyDirectory.class);
    }
  }

  @Nested
  final class Several {
    private TaskReport copyAll(CopyOptions.Builder options) throws IOException {
      List<DirectoryEntry> entries =
          List.of("one", "two", "three").stream()
              .map(name -> new DirectoryEntry(Name.of(name), FileType.REGULAR))
              .toList();
      for (DirectoryEntry entry : entries) {
        write(source.resolve(entry.name().toString()), "first", THEN);
      }
      return worker.run(new CopyFiles(job(options), from, to, false, entries));
    }

    @Test
    void all_areCopied() throws IOException {
      assertThat(copyAll(CopyOptions.builder()).counts().files()).isEqualTo(3);
      assertThat(namesIn(target)).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void filter_leavesOut_whatIsBelowTheOperand() throws IOException {
      var below = from.child(ONE, from.identity());
      EntryFilter filter = EntryFilter.of(List.of(), List.of("t*"));
      CopyJob job = job(CopyOptions.builder().filter(filter));
      assertThat(job.takes(below, ONE, false)).isTrue();
      assertThat(job.takes(below, Name.of("two"), false)).isFalse();
      assertThat(job.takes(from, Name.of("two"), false)).isTrue();
    }

    @Test
    void failure_doesNotStopTheOthers() throws IOException {
      worker.moveBy(new Failing(new IOException("for a reason"), 1));
      TaskReport report = copyAll(CopyOptions.builder());
      assertFailed(report, Kind.OTHER, "for a reason");
      assertThat(report.counts().files()).isEqualTo(2);
    }

    @Test
    void failure_stopsTheOthers_whenThatIsAskedFor() throws IOException {
      worker.moveBy(new Failing(new IOException("for a reason"), 1));
      assertThat(copyAll(CopyOptions.builder().failFast(true)).counts().files()).isZero();
    }

    @Test
    void fullTarget_stopsTheOthers() throws IOException {
      worker.moveBy(new Failing(full(), 1));
      assertThat(copyAll(CopyOptions.builder()).counts().files()).isZero();
    }

    @Test
    void afterCancel_noMoreIsBegun() throws IOException {
      worker.cancel();
      assertThat(copyAll(CopyOptions.builder()).counts().files()).isZero();
      assertThat(namesIn(target)).isEmpty();
    }

    @Test
    void whenTheMoverIsFull_theRestIsATaskOfItsOwn() throws IOException {
      worker.moveBy(
          new Failing(full(), 0) {
            @Override
            public boolean isFull() {
              return worker.progress().entriesDone() == 1;
            }
          });
      assertThat(copyAll(CopyOptions.builder()).counts().files()).isEqualTo(1);
      CopyFiles rest = (CopyFiles) worker.spawned.removeFirst();
      assertThat(rest.entries())
          .extracting(entry -> entry.name().toString())
          .containsExactly("two", "three");
      worker.moveBy(Mover.inline());
      assertThat(worker.run(rest).counts().files()).isEqualTo(2);
    }
  }
}
