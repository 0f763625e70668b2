package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a source may be deleted: nothing may go that has no equal copy. */
final class MovedEntriesTest extends TaskFixture {
  private static final Name COPY = Name.of("copy");

  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void namePaths() {
    original = source.resolve("one");
    copy = target.resolve("copy");
  }

  private boolean isCopied(boolean certain) throws IOException {
    try (Lease here = worker.directories().lease(from);
        Lease there = worker.directories().lease(to)) {
      return new MovedEntries(here.directory(), there.directory(), false)
          .isCopied(ONE, COPY, certain);
    }
  }

  private boolean isCopiedSince(@Nullable Instant begun) throws IOException {
    try (Lease here = worker.directories().lease(from);
        Lease there = worker.directories().lease(to)) {
      return new MovedEntries(here.directory(), there.directory(), false)
          .isCopiedSince(begun, ONE, COPY);
    }
  }

  @Nested
  final class Equal {
    @Test
    void file_ofSameContentAndTime_isCopied() throws IOException {
      write(original, "first", THEN);
      write(copy, "first", THEN);
      assertThat(isCopied(false)).isTrue();
      assertThat(isCopiedSince(null)).isTrue();
    }

    @Test
    void fileWithoutCopy_isNotCopied() throws IOException {
      write(original, "first", THEN);
      assertThat(isCopied(true)).isFalse();
      assertThat(isCopiedSince(Instant.EPOCH)).isFalse();
    }

    @Test
    void sourceThatIsGone_isAnError() throws IOException {
      write(copy, "first", THEN);
      assertThatThrownBy(() -> isCopied(true)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void otherContent_isNoticed_unlessTheCopyIsCertain() throws IOException {
      write(original, "first", THEN);
      write(copy, "FIRST", THEN);
      assertThat(isCopied(false)).isFalse();
      assertThat(isCopied(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherSize_isNoCopy(boolean certain) throws IOException {
      write(original, "first", THEN);
      write(copy, "first and more", THEN);
      assertThat(isCopied(certain)).isFalse();
      write(copy, "", THEN);
      assertThat(isCopied(certain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherNameOfTheSource_isNoCopy(boolean certain) throws IOException {
      write(original, "first", THEN);
      Files.createLink(copy, original);
      assertThat(isCopied(certain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void link_isNoCopyOfAFile(boolean certain) throws IOException {
      write(original, "first", THEN);
      Files.createSymbolicLink(copy, Path.of("first"));
      setTime(copy, THEN);
      assertThat(isCopied(certain)).isFalse();
    }

    @Test
    void directory_isNeverCopied() throws IOException {
      Files.createDirectory(original);
      Files.createDirectory(copy);
      setTime(original, THEN);
      setTime(copy, THEN);
      assertThat(isCopied(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"where, true", "there, false"})
    void link_isCopied_byItsText(String text, boolean equal) throws IOException {
      Files.createSymbolicLink(original, Path.of("where"));
      Files.createSymbolicLink(copy, Path.of(text));
      setTime(original, THEN);
      setTime(copy, THEN);
      assertThat(isCopied(true)).isEqualTo(equal);
    }

    @Test
    void fifo_isCopiedByAFifo() throws Exception {
      makeFifo(original);
      makeFifo(copy);
      assertThat(isCopied(false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3, true", "5, false"})
    void device_isCopied_byItsNumber(String minor, boolean equal) throws Exception {
      makeSpecial(original, "c", "1", "3");
      makeSpecial(copy, "c", "1", minor);
      assertThat(isCopied(false)).isEqualTo(equal);
    }
  }

  /** File systems keep what they can of a time. */
  @Nested
  final class Times {
    private boolean isCopied(Instant time, Instant copied, String content) throws IOException {
      write(original, "first", time);
      write(copy, content, copied);
      return MovedEntriesTest.this.isCopied(true);
    }

    @Test
    void timeInSteps_isTheSame_withinTwoSeconds() throws IOException {
      assertThat(isCopied(THEN.plusNanos(1_999_999_999), THEN, "first")).isTrue();
      assertThat(isCopied(THEN.minusNanos(1_999_999_999), THEN, "first")).isTrue();
      assertThat(isCopied(THEN.plusNanos(7), THEN.plusMillis(10), "first")).isTrue();
    }

    @Test
    void timeInSteps_isAnother_fromTwoSecondsOn() throws IOException {
      assertThat(isCopied(THEN.plusSeconds(2), THEN, "first")).isFalse();
      assertThat(isCopied(THEN.minusSeconds(2), THEN, "first")).isFalse();
    }

    @Test
    void timeThatIsNoStep_mustBeTheSame() throws IOException {
      Instant fine = THEN.plusMillis(10).plusNanos(1);
      assertThat(isCopied(THEN.plusMillis(11), fine, "first")).isFalse();
      assertThat(isCopied(THEN.plusMillis(12), THEN.plusMillis(11), "first")).isFalse();
      assertThat(isCopied(fine, fine, "first")).isTrue();
    }

    @Test
    void timeInSteps_isNotEnough_withoutTheContent() throws IOException {
      assertThat(isCopied(THEN.plusNanos(7), THEN, "FIRST")).isFalse();
    }
  }

  /** Whether content is compared shows by a copy of the same size and time that is no copy. */
  @Nested
  final class Since {
    private FileStat older(String content) throws IOException {
      FileStat stat = stat(write(original, content, THEN));
      awaitTick();
      return stat;
    }

    @Test
    void copyOfAnUnchangedSource_isTrusted_ifMadeAfterTheBeginning() throws IOException {
      FileStat first = older("first");
      write(copy, "FIRST", THEN);
      assertThat(isCopiedSince(first.changed().plusNanos(1))).isTrue();
    }

    @Test
    void sourceChangedAtTheBeginning_isCompared() throws IOException {
      FileStat first = older("first");
      write(copy, "FIRST", THEN);
      assertThat(isCopiedSince(first.changed())).isFalse();
    }

    @Test
    void copyThatWasThereAtTheBeginning_isCompared() throws IOException {
      older("first");
      FileStat there = stat(write(copy, "FIRST", THEN));
      assertThat(isCopiedSince(there.changed())).isFalse();
      assertThat(isCopiedSince(there.changed().minusNanos(1))).isTrue();
    }

    /** The change of another name of the same file counts as its own. */
    @Test
    void copyOfSeveralNames_isCompared() throws IOException {
      FileStat first = older("first");
      write(copy, "FIRST", THEN);
      Files.createLink(target.resolve("another"), copy);
      assertThat(isCopiedSince(first.changed().plusNanos(1))).isFalse();
    }

    @Test
    void withoutABeginning_everythingIsCompared() throws IOException {
      older("first");
      write(copy, "FIRST", THEN);
      assertThat(isCopiedSince(null)).isFalse();
    }

    @Test
    void sourceChangedSince_stays() throws IOException {
      older("first");
      write(copy, "first", THEN);
      Instant begun = awaitTick();
      write(original, "newer", THEN);
      assertThat(isCopiedSince(begun)).isFalse();
    }
  }

  @Nested
  final class Gone {
    private boolean isGone(IOException error) {
      return MovedEntries.isGone(worker.directories(), from, ONE, error);
    }

    @Test
    void missingEntry_isGone_ifThatWasTheError() {
      assertThat(isGone(new NoSuchFileException("one"))).isTrue();
      assertThat(isGone(new FileSystemException("one"))).isFalse();
    }

    @Test
    void entryThatIsThere_isNotGone() throws IOException {
      Files.createFile(original);
      assertThat(isGone(new NoSuchFileException("one"))).isFalse();
    }

    @Test
    void entryOfWhatCannotBeOpened_isNotKnownToBeGone() throws IOException {
      Path below = Files.createDirectory(source.resolve("below"));
      var ref = from.child(Name.of("below"), stat(below).identity());
      Files.delete(below);
      NoSuchFileException error = new NoSuchFileException("one");
      assertThat(MovedEntries.isGone(worker.directories(), ref, ONE, error)).isFalse();
      assertThat(error.getSuppressed()).hasSize(1);
    }
  }

  @Nested
  final class Opening {
    @Test
    void mountPoint_isNotEmptied() throws IOException {
      Path devices = Path.of("/dev");
      assumeTrue(
          Files.isDirectory(devices.resolve("shm"))
              && !Files.getFileStore(devices.resolve("shm")).equals(Files.getFileStore(devices)),
          "needs /dev/shm to be a file system of its own");
      var ref = refTo(devices);
      assertThatThrownBy(
              () -> MovedEntries.openSource(worker.directories(), ref, Name.of("shm"), null))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("is a mount point");
    }

    @Test
    void directory_isOpenedByName_orWasBefore() throws IOException {
      Files.createDirectory(original);
      try (Lease first = MovedEntries.openSource(worker.directories(), from, ONE, null)) {
        var opened = first.directory().ref();
        Name none = Name.of("none");
        try (Lease again = MovedEntries.openSource(worker.directories(), from, none, opened)) {
          assertThat(again.directory()).isSameAs(first.directory());
        }
      }
    }

    @Test
    void linkInItsPlace_isNotFollowed() throws IOException {
      Files.createSymbolicLink(original, target);
      assertThatThrownBy(() -> MovedEntries.openSource(worker.directories(), from, ONE, null))
          .isInstanceOf(NotDirectoryException.class);
    }
  }
}
