package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Attribute;
import dev.haul.CopyOptions;
import dev.haul.Failure.Kind;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.fs.TemporaryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken for what a lost worker has left, and what is not. */
final class EarlierAttemptTest extends TaskFixture {
  private static final String LOST = "0123456789abcdef";

  private Path there = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    write(source.resolve("one"), "first", THEN);
    there = target.resolve("one");
  }

  private TaskReport copy(CopyOptions.Builder options) {
    return worker.run(new CopyEntry(job(options), from, ONE, to, ONE, false, true));
  }

  private void assertNotTakenForItsOwn(TaskReport report) {
    assertFailed(report, Kind.CONFLICT, "File exists");
  }

  private EarlierAttempt look(boolean fresh) throws IOException {
    try (TargetDirectory directory = TargetDirectory.open(worker.directories(), to, fresh)) {
      return EarlierAttempt.at(directory, worker);
    }
  }

  @Test
  void equalFileThatCameSince_isDone() throws IOException {
    FileStat made = stat(write(there, "first", THEN));
    worker.lost(lostSince(made.changed()));
    TaskReport report = copy(CopyOptions.builder());
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().files()).isEqualTo(1);
    assertThat(report.counts().bytes()).isEqualTo(5);
    assertThat(worker.progress().bytesMoved()).isEqualTo(5);
    assertThat(stat(there).identity()).isEqualTo(made.identity());
  }

  @Test
  void equalFileThatWasThereBefore_isSomebodyElses() throws IOException {
    FileStat before = stat(write(there, "first", THEN));
    worker.lost(lostSince(before.changed().plusNanos(1)));
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
  }

  @Test
  void equalFile_isSomebodyElses_ifNoWorkerWasLost() throws IOException {
    write(there, "first", THEN);
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
  }

  @Test
  void fileOfOtherContent_isSomebodyElses() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    write(there, "FIRST", THEN);
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
    assertThat(there).hasContent("FIRST");
  }

  @Test
  void fileOfOtherSize_isSomebodyElses() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    write(there, "first and more", THEN);
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
  }

  @Test
  void fileOfOtherTime_isSomebodyElses_unlessTimesAreNotKept() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    write(there, "first", THEN.plusNanos(1));
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
    CopyOptions.Builder timeless = CopyOptions.builder().keep(Set.of(Attribute.MODE));
    assertThat(copy(timeless).counts().files()).isEqualTo(1);
  }

  @Test
  void otherNameOfTheSource_isNoCopy() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    Files.createLink(there, source.resolve("one"));
    assertFailed(copy(CopyOptions.builder()), Kind.CONFLICT, "are the same file");
  }

  @Test
  void entryOfAnotherType_isSomebodyElses() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    Files.createSymbolicLink(there, Path.of("where"));
    setTime(there, THEN);
    assertThat(stat(there).sameSizeAndTime(stat(source.resolve("one")))).isTrue();
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
  }

  @Test
  void equalLinkThatCameSince_isDone_anotherIsNot() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    Files.delete(source.resolve("one"));
    for (Path each : List.of(source.resolve("one"), there)) {
      Files.createSymbolicLink(each, Path.of("where"));
      setTime(each, THEN);
    }
    assertThat(copy(CopyOptions.builder()).counts().symbolicLinks()).isEqualTo(1);
    Files.delete(there);
    Files.createSymbolicLink(there, Path.of("there"));
    setTime(there, THEN);
    assertNotTakenForItsOwn(copy(CopyOptions.builder()));
  }

  @Test
  void temporaryNamesOfTheLost_areRemoved_andNoOthers() throws IOException {
    worker.lost(new LostAttempts(Instant.EPOCH, Set.of(), List.of("0000000000000000", LOST), 1));
    String mine = TemporaryName.next().toString();
    for (String name : List.of(".haul-" + LOST + "-12", mine, "other", ".haul-" + LOST)) {
      Files.createFile(target.resolve(name));
    }
    look(false);
    assertThat(namesIn(target)).containsExactlyInAnyOrder(mine, "other", ".haul-" + LOST);
  }

  @Test
  void withoutLoss_nothingIsRemoved() throws IOException {
    Path temporary = Files.createFile(target.resolve(".haul-" + LOST + "-12"));
    assertThat(look(true)).isSameAs(EarlierAttempt.NONE);
    assertThat(temporary).exists();
  }

  @Test
  void inItsOwnDirectory_whateverIsThere_wasLeft() throws IOException {
    worker.lost(new LostAttempts(Instant.EPOCH, Set.of(), List.of(LOST), 1));
    Name temporary = Name.of(".haul-" + LOST + "-12");
    Files.createFile(target.resolve(temporary.toString()));
    for (int i = 0; i < MANY; i++) {
      Files.createFile(target.resolve(longName(i)));
    }
    EarlierAttempt attempt = look(true);
    for (int i = 0; i < MANY; i++) {
      assertThat(attempt.left(Name.of(longName(i)))).isTrue();
    }
    assertThat(attempt.left(temporary)).isFalse();
    assertThat(attempt.left(Name.of("none"))).isFalse();
  }

  @Test
  void inADirectoryOfOthers_noNameWasLeft() throws IOException {
    worker.lost(lostSince(Instant.EPOCH));
    Files.createFile(there);
    assertThat(look(false).left(ONE)).isFalse();
  }

  @Test
  void directory_wasMadeByTheLost_onlyIfTheySaidSo() throws IOException {
    FileIdentity made = new FileIdentity(3, 4);
    worker.lost(new LostAttempts(Instant.EPOCH, Set.of(made), List.of(), 1));
    EarlierAttempt attempt = look(false);
    assertThat(attempt.hasMade(made)).isTrue();
    assertThat(attempt.hasMade(new FileIdentity(3, 5))).isFalse();
    assertThat(EarlierAttempt.NONE.hasMade(made)).isFalse();
  }

  /** Else somebody else's directory would be taken for this run's own, and its mode changed. */
  @Test
  void directoryThatIsThere_isMergedInto_andIsOwnOnlyIfTheLostMadeIt() throws IOException {
    Path there = Files.createDirectory(target.resolve("directory"));
    Name name = Name.of("directory");
    worker.lost(lostSince(Instant.EPOCH));
    assertThat(isOwn(name)).isFalse();
    FileIdentity identity = stat(there).identity();
    worker.lost(new LostAttempts(Instant.EPOCH, Set.of(identity), List.of(), 1));
    assertThat(isOwn(name)).isTrue();
  }

  private boolean isOwn(Name name) throws IOException {
    try (TargetDirectory parent = TargetDirectory.open(worker.directories(), to, false);
        TargetDirectory child = parent.makeChild(worker, name, CopyOptions.defaults())) {
      return child.fresh();
    }
  }

  @Test
  void directoryThatIsMade_isToldOfBeforeAnythingIsInIt() throws IOException {
    assertThat(isOwn(Name.of("new"))).isTrue();
    assertThat(worker.made).containsExactly(stat(target.resolve("new")).identity());
  }
}
