package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.EntryEvent.Action;
import dev.haul.Failure.Kind;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One more name for a file whose first name was copied already. */
final class LinkFileTest extends TaskFixture {
  private static final Name FIRST = Name.of("first");

  private Path first = Path.of("");
  private Path there = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    write(source.resolve("one"), "content", THEN);
    first = write(target.resolve("first"), "content", THEN);
    there = target.resolve("one");
  }

  private TaskReport link(CopyOptions.Builder options, boolean fresh) {
    CopyEntry copy = new CopyEntry(job(options), from, ONE, to, ONE, fresh, true);
    return worker.run(new LinkFile(to, FIRST, copy));
  }

  private TaskReport link(ConflictPolicy policy) {
    return link(CopyOptions.builder().ifExists(policy), false);
  }

  private void assertLinked(TaskReport report) throws IOException {
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().hardLinks()).isEqualTo(1);
    assertThat(report.counts().files()).isZero();
    assertThat(report.events()).singleElement().returns(Action.HARD_LINK, event -> event.action());
    assertThat(worker.progress().entriesDone()).isEqualTo(1);
    assertThat(stat(there).identity()).isEqualTo(stat(first).identity());
  }

  private void assertSkipped(TaskReport report) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().skipped()).isEqualTo(1);
    assertThat(report.counts().hardLinks()).isZero();
  }

  @Test
  void newName_isAnotherOfTheFirst() throws IOException {
    assertLinked(link(ConflictPolicy.FAIL));
  }

  @Test
  void newName_inADirectoryOfItsOwn_too() throws IOException {
    assertLinked(link(CopyOptions.builder(), true));
  }

  @Test
  void nameThatIsTaken_isAConflict() throws IOException {
    write(there, "other", THEN);
    assertFailed(link(ConflictPolicy.FAIL), Kind.CONFLICT, "File exists");
    assertThat(there).hasContent("other");
  }

  @Test
  void nameThatIsTaken_inADirectoryOfItsOwn_isAConflictToo() throws IOException {
    write(there, "other", THEN);
    CopyOptions.Builder options = CopyOptions.builder().ifExists(ConflictPolicy.REPLACE);
    assertFailed(link(options, true), Kind.CONFLICT, "File exists");
    assertThat(there).hasContent("other");
  }

  @Test
  void nameThatIsTaken_isSkipped_ifThatIsThePolicy() throws IOException {
    write(there, "other", THEN);
    assertSkipped(link(ConflictPolicy.SKIP));
    assertThat(there).hasContent("other");
  }

  @Test
  void replace_takesItsPlace() throws IOException {
    write(there, "other", THEN);
    assertLinked(link(ConflictPolicy.REPLACE));
  }

  /** An equal file is up to date, but it is not yet the same file. */
  @Test
  void update_linksWhatIsEqualOnly() throws IOException {
    write(there, "content", THEN);
    assertLinked(link(ConflictPolicy.UPDATE));
  }

  @ParameterizedTest
  @EnumSource
  void specialFile_isNeverReplaced(ConflictPolicy policy) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", there.toString()).start().waitFor()).isZero();
    link(policy);
    assertThat(stat(there).type()).isEqualTo(FileType.FIFO);
  }

  /** It says what would come of the real one. */
  @ParameterizedTest
  @EnumSource
  void dryRun_saysWhatBecomesOfATakenName(ConflictPolicy policy) throws IOException {
    write(there, "other", THEN);
    TaskReport dry = link(CopyOptions.builder().ifExists(policy).dryRun(true), false);
    assertThat(there).hasContent("other");
    assertThat(namesIn(target)).containsExactlyInAnyOrder("first", "one");
    TaskReport real = link(policy);
    assertThat(dry.counts()).isEqualTo(real.counts());
    assertThat(dry.failures()).hasSameSizeAs(real.failures());
  }

  @Test
  void dryRun_knowsWhatIsLinkedAlready() throws IOException {
    Files.createLink(there, first);
    assertSkipped(link(CopyOptions.builder().dryRun(true), false));
  }

  @Test
  void nameThatIsLinkedAlready_isSkipped() throws IOException {
    Files.createLink(there, first);
    assertSkipped(link(ConflictPolicy.FAIL));
  }

  @Test
  void nameThatALostWorkerLinked_isCounted() throws IOException {
    Files.createLink(there, first);
    worker.lost(lostSince(Instant.EPOCH));
    assertLinked(link(ConflictPolicy.FAIL));
  }

  @Test
  void nameThatALostWorkerLinked_inADirectoryOfItsOwn_isCounted() throws IOException {
    Files.createLink(there, first);
    worker.lost(lostSince(Instant.EPOCH));
    assertLinked(link(CopyOptions.builder(), true));
  }

  @Test
  void nameThatWasLinkedBeforeTheLoss_isSkipped() throws IOException {
    Files.createLink(there, first);
    worker.lost(lostSince(stat(there).changed().plusNanos(1)));
    assertSkipped(link(ConflictPolicy.FAIL));
  }

  @Test
  void dryRun_makesNothing() throws IOException {
    TaskReport report = link(CopyOptions.builder().dryRun(true), false);
    assertThat(report.counts().hardLinks()).isEqualTo(1);
    assertThat(there).doesNotExist();
  }

  @Test
  void whatCannotBeLinked_isCopied_andTheLinkReportedAsLost() throws IOException {
    Files.delete(first);
    TaskReport report = link(ConflictPolicy.FAIL);
    assertThat(report.failures()).isEmpty();
    assertThat(report.counts().files()).isEqualTo(1);
    assertThat(report.lost()).containsExactly(Map.entry(Attribute.LINKS, 1L));
    assertThat(there).hasContent("content");
  }

  @Test
  void failure_namesTheSource_andTheNewName() throws IOException {
    write(there, "other", THEN);
    var failure = link(ConflictPolicy.FAIL).failures().getFirst();
    assertThat(failure.source()).isEqualTo(source.resolve("one").toString());
    assertThat(failure.target()).isEqualTo(there.toString());
  }
}
