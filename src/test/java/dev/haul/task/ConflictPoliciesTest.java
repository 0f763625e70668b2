package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.Failure.Kind;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a file in whose place something is. */
final class ConflictPoliciesTest extends TaskFixture {
  private Path original = Path.of("");
  private Path there = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    original = write(source.resolve("one"), "first", THEN);
    there = target.resolve("one");
  }

  private static CopyOptions.Builder options(ConflictPolicy policy) {
    return CopyOptions.builder().ifExists(policy).special(true);
  }

  private TaskReport copy(ConflictPolicy policy) {
    return copy(options(policy));
  }

  private TaskReport copy(CopyOptions.Builder options) {
    return copy(options, false);
  }

  private TaskReport copy(CopyOptions.Builder options, boolean fresh) {
    return worker.run(new CopyEntry(job(options), from, ONE, to, ONE, fresh, true));
  }

  private void assertReplaced(TaskReport report) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().files()).isEqualTo(1);
    assertThat(there).hasContent("first").isRegularFile();
  }

  private void assertSkipped(TaskReport report, String stays) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().skipped()).isEqualTo(1);
    assertThat(report.counts().files()).isZero();
    assertThat(there).hasContent(stays);
  }

  @ParameterizedTest
  @EnumSource
  void nothingThere_isNoConflict(ConflictPolicy policy) throws IOException {
    assertReplaced(copy(policy));
    assertThat(namesIn(target)).containsExactly("one");
  }

  @Test
  void fail_leavesTheOld() throws IOException {
    write(there, "other", THEN);
    assertFailed(copy(ConflictPolicy.FAIL), Kind.CONFLICT, "File exists");
    assertThat(there).hasContent("other");
  }

  @Test
  void skip_leavesTheOld_andNothingIsLinkedToIt() throws IOException {
    write(there, "other", THEN);
    TaskReport report = copy(ConflictPolicy.SKIP);
    assertSkipped(report, "other");
    assertThat(report.isLinkable()).isFalse();
  }

  @Test
  void replace_takesItsPlace() throws IOException {
    write(there, "other", THEN);
    assertReplaced(copy(ConflictPolicy.REPLACE));
  }

  @Test
  void update_leavesWhatHasSizeAndTime() throws IOException {
    write(there, "OTHER", THEN);
    TaskReport report = copy(ConflictPolicy.UPDATE);
    assertSkipped(report, "OTHER");
    assertThat(report.isLinkable()).isTrue();
  }

  @Test
  void update_replacesWhatHasAnotherSize() throws IOException {
    write(there, "longer", THEN);
    assertReplaced(copy(ConflictPolicy.UPDATE));
  }

  @Test
  void update_replacesWhatHasAnotherTime_evenANewerOne() throws IOException {
    write(there, "OTHER", THEN.plusNanos(1));
    assertReplaced(copy(ConflictPolicy.UPDATE));
  }

  @Test
  void update_replacesALink_whateverItsSizeAndTime() throws IOException {
    Path elsewhere = write(target.resolve("OTHER"), "OTHER", THEN);
    Files.createSymbolicLink(there, elsewhere.getFileName());
    setTime(there, THEN);
    assertThat(stat(there).sameSizeAndTime(stat(original))).isTrue();
    assertReplaced(copy(ConflictPolicy.UPDATE));
    assertThat(elsewhere).hasContent("OTHER");
  }

  @Test
  void newer_replacesWhatIsOlder() throws IOException {
    write(there, "OTHER", THEN.minusNanos(1));
    assertReplaced(copy(ConflictPolicy.NEWER));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWER", "SKIP"})
  void newer_leavesWhatIsAsOld_orYounger(ConflictPolicy policy) throws IOException {
    for (Instant time : new Instant[] {THEN, THEN.plusNanos(1)}) {
      write(there, "OTHER", time);
      TaskReport report = copy(policy);
      assertSkipped(report, "OTHER");
      assertThat(report.isLinkable()).isFalse();
    }
  }

  @Test
  void backup_keepsEachOldOne_underANameOfItsOwn() throws IOException {
    for (String old : new String[] {"oldest", "older", "old"}) {
      write(there, old, THEN);
      assertReplaced(copy(ConflictPolicy.BACKUP));
    }
    assertThat(target.resolve("one~")).hasContent("oldest");
    assertThat(target.resolve("one.~1~")).hasContent("older");
    assertThat(target.resolve("one.~2~")).hasContent("old");
  }

  @Test
  void backup_thatFindsNoName_replacesNothing() throws IOException {
    write(there, "other", THEN);
    Files.createFile(target.resolve("one~"));
    for (int i = 1; i < 10_000; i++) {
      Files.createFile(target.resolve("one.~" + i + "~"));
    }
    assertFailed(copy(ConflictPolicy.BACKUP), Kind.CONFLICT, "10000 backups");
    assertThat(there).hasContent("other");
  }

  @ParameterizedTest
  @EnumSource
  void dryRun_changesNothing(ConflictPolicy policy) throws IOException {
    write(there, "other", THEN.minusSeconds(1));
    Path left = Files.createFile(target.resolve(".haul-0123456789abcdef-1"));
    TaskReport report = copy(options(policy).dryRun(true));
    assertThat(report.counts().failed()).isEqualTo(policy == ConflictPolicy.FAIL ? 1 : 0);
    assertThat(there).hasContent("other");
    assertThat(left).exists();
    assertThat(namesIn(target)).hasSize(2);
  }

  /** What has a temporary name of a dead process might be in the way. */
  @Test
  void beforeAnythingIsPutThere_theDirectoryIsClaimed() throws IOException {
    Path left = Files.createFile(target.resolve(".haul-0123456789abcdef-1"));
    assertReplaced(copy(ConflictPolicy.FAIL));
    assertThat(left).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void directory_neverGivesWay(ConflictPolicy policy) throws IOException {
    Files.createDirectory(there);
    assertFailed(copy(policy), Kind.CONFLICT, "a directory is in its place");
    assertThat(there).isDirectory();
    assertThat(namesIn(target)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"SKIP", "UPDATE", "NEWER"})
  void sameFile_isAllThatIsWanted(ConflictPolicy policy) throws IOException {
    Files.createLink(there, original);
    assertSkipped(copy(options(policy), false), "first");
  }

  @Test
  void update_replacesAnotherLink_ofTheSameLengthAndTime() throws IOException {
    Files.delete(original);
    Files.createSymbolicLink(original, Path.of("new"));
    Files.createSymbolicLink(there, Path.of("old"));
    setTime(original, THEN);
    setTime(there, THEN);
    assertThat(stat(there).sameSizeAndTime(stat(original))).isTrue();
    assertThat(copy(ConflictPolicy.UPDATE).counts().symbolicLinks()).isEqualTo(1);
    assertThat(Files.readSymbolicLink(there)).hasToString("new");
    setTime(there, THEN);
    assertThat(copy(ConflictPolicy.UPDATE).counts().skipped()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "REPLACE", "BACKUP"})
  void sameFile_isNeverReplacedByItself(ConflictPolicy policy) throws IOException {
    Files.createLink(there, original);
    assertFailed(copy(options(policy), false), Kind.CONFLICT, "are the same file");
    assertThat(there).hasContent("first");
    assertThat(namesIn(target)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void fifo_doesNotGiveWayToAFile(ConflictPolicy policy) throws Exception {
    makeFifo(there);
    assertFailed(copy(policy), Kind.CONFLICT, "a FIFO, a socket or a device");
    assertThat(stat(there).type()).isEqualTo(FileType.FIFO);
  }

  @Test
  void fifo_givesWayToAFifo() throws Exception {
    Files.delete(original);
    makeFifo(original);
    makeFifo(there);
    FileIdentity old = stat(there).identity();
    TaskReport report = copy(ConflictPolicy.REPLACE);
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().specials()).isEqualTo(1);
    assertThat(stat(there).identity()).isNotEqualTo(old);
  }

  @Test
  void replace_ofALink_doesNotFollowIt() throws IOException {
    Path elsewhere = write(disk.resolve("elsewhere"), "mine", THEN);
    Files.createSymbolicLink(there, elsewhere);
    assertReplaced(copy(ConflictPolicy.REPLACE));
    assertThat(Files.isSymbolicLink(there)).isFalse();
    assertThat(elsewhere).hasContent("mine");
  }

  @Test
  void link_isPlacedAsAFileIs() throws IOException {
    Files.delete(original);
    Files.createSymbolicLink(original, Path.of("new"));
    Files.createSymbolicLink(there, Path.of("old"));
    assertFailed(copy(ConflictPolicy.FAIL), Kind.CONFLICT, "File exists");
    assertThat(copy(ConflictPolicy.SKIP).counts().skipped()).isEqualTo(1);
    assertThat(Files.readSymbolicLink(there)).hasToString("old");
    assertThat(copy(ConflictPolicy.REPLACE).counts().symbolicLinks()).isEqualTo(1);
    assertThat(Files.readSymbolicLink(there)).hasToString("new");
  }

  @Test
  void whatComesMeanwhile_isNotReplaced() throws IOException {
    for (ConflictPolicy policy :
        new ConflictPolicy[] {ConflictPolicy.FAIL, ConflictPolicy.UPDATE}) {
      Files.deleteIfExists(there);
      worker.beforeMoving(() -> writeNow(there, "somebody's"));
      assertFailed(copy(policy), Kind.CONFLICT, "File exists");
      assertThat(there).hasContent("somebody's");
      assertThat(namesIn(target)).hasSize(1);
    }
  }

  @Test
  void whatComesMeanwhile_isSkipped_ifThatIsThePolicy() {
    worker.beforeMoving(() -> writeNow(there, "somebody's"));
    assertSkipped(copy(ConflictPolicy.SKIP), "somebody's");
  }

  /** Nobody else should put anything there; what is there all the same is not this run's. */
  @Test
  void inADirectoryOfItsOwn_nothingIsReplaced() throws IOException {
    write(there, "somebody's", THEN.minusSeconds(1));
    for (ConflictPolicy policy :
        new ConflictPolicy[] {ConflictPolicy.FAIL, ConflictPolicy.REPLACE, ConflictPolicy.NEWER}) {
      assertFailed(copy(options(policy), true), Kind.CONFLICT, "File exists");
      assertThat(there).hasContent("somebody's");
    }
  }
}
