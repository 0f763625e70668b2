package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fs.Name;
import dev.haul.task.LinkFile;
import dev.haul.task.Reports;
import dev.haul.task.TaskReport;
import org.junit.jupiter.api.Test;

/** Files with several names: one is copied, the others are linked to it. */
final class SchedulerLinksTest extends SchedulerFixture {
  @Test
  void oneNameIsCopied_theOthersAreLinkedToIt() {
    scheduler.submit(operation, directory("top"));
    scheduler.ended(
        next(), Reports.candidates(candidate(3, "a"), candidate(3, "b"), candidate(3, "c")));
    Assignment copy = next(file("a"));
    assertNothingLeft();
    scheduler.ended(copy, Reports.ofFile(1));
    scheduler.ended(next(new LinkFile(TARGET, Name.of("a"), file("c"))), Reports.done());
    assertThat(operation.ended()).isNotDone();
    scheduler.ended(next(new LinkFile(TARGET, Name.of("a"), file("b"))), Reports.done());
    assertThat(operation.ended()).isDone();
  }

  @Test
  void nameFoundLater_isLinkedAtOnce() {
    scheduler.submit(operation, directory("top"));
    Assignment top = next();
    scheduler.spawn(top, directory("below"));
    scheduler.ended(top, Reports.candidates(candidate(2, "a")));
    Assignment copy = next(file("a"));
    scheduler.ended(copy, Reports.ofFile(1));
    scheduler.ended(next(directory("below")), Reports.candidates(candidate(2, "b")));
    next(new LinkFile(TARGET, Name.of("a"), file("b")));
  }

  @Test
  void nameFoundDuringTheCopy_waitsForIt() {
    scheduler.submit(operation, directory("top"));
    Assignment top = next();
    scheduler.spawn(top, directory("below"));
    scheduler.ended(top, Reports.candidates(candidate(2, "a")));
    Assignment copy = next(file("a"));
    scheduler.ended(next(directory("below")), Reports.candidates(candidate(2, "b")));
    assertNothingLeft();
    scheduler.ended(copy, Reports.ofFile(1));
    next(new LinkFile(TARGET, Name.of("a"), file("b")));
  }

  @Test
  void whenACopyFails_theNextNameIsCopied() {
    scheduler.submit(operation, directory("top"));
    scheduler.ended(
        next(), Reports.candidates(candidate(3, "a"), candidate(3, "b"), candidate(3, "c")));
    scheduler.ended(next(file("a")), failure());
    scheduler.ended(next(file("b")), Reports.ofFile(1));
    next(new LinkFile(TARGET, Name.of("b"), file("c")));
  }

  @Test
  void directoryOfANameThatWaits_isNotFinishedBefore() {
    scheduler.submit(operation, directory("top"));
    Assignment top = next();
    scheduler.spawn(top, directory("below"));
    scheduler.ended(top, Reports.candidates(candidate(2, "a")));
    Assignment copy = next(file("a"));
    TaskReport below = Reports.finishing(finish("below"));
    Assignment task = next(directory("below"));
    scheduler.spawn(task, file("other"));
    scheduler.ended(task, Reports.leaving(directory("rest")));
    scheduler.ended(next(file("other")), Reports.candidates(candidate(2, "b")));
    scheduler.ended(next(directory("rest")), below);
    assertNothingLeft();
    scheduler.ended(copy, Reports.ofFile(1));
    scheduler.ended(next(), Reports.done());
    next(finish("below"));
  }

  @Test
  void runsDoNotShareTheirLinks() {
    scheduler.submit(operation, directory("top"));
    scheduler.ended(
        next(), Reports.candidates(candidate(job(1), 3, "a"), candidate(job(2), 3, "b")));
    assertThat(scheduler.waiting()).hasSize(2);
  }

  @Test
  void fileWhoseNamesWereAllSeen_isForgotten() {
    scheduler.submit(operation, directory("top"));
    scheduler.ended(next(), Reports.candidates(candidate(1, "a")));
    scheduler.ended(next(file("a")), Reports.ofFile(1));
    scheduler.submit(operation(), directory("again"));
    scheduler.ended(next(), Reports.candidates(candidate(1, "b")));
    next(file("b"));
  }

  @Test
  void fileWithNamesElsewhere_isKnownUntilItsRunEnds() {
    scheduler.submit(operation, directory("top"));
    scheduler.ended(next(), Reports.candidates(candidate(3, "a")));
    scheduler.ended(next(file("a")), Reports.ofFile(1));
    scheduler.forgetLinks(2);
    scheduler.submit(operation(), directory("same run"));
    scheduler.ended(next(), Reports.candidates(candidate(3, "b")));
    assertThat(next().task()).isInstanceOf(LinkFile.class);
    // One name is still to come, and will not: its run has ended.
    scheduler.forgetLinks(1);
    scheduler.submit(operation(), directory("another run"));
    scheduler.ended(next(), Reports.candidates(candidate(3, "c")));
    next(file("c"));
  }

  @Test
  void table_holdsOnlyWhatIsNotUsedUp() {
    LinkTable table = new LinkTable();
    PendingDirectory node = new PendingDirectory(operation, null);
    LinkGroup group = table.add(candidate(2, "a"), node);
    assertThat(table.add(candidate(2, "b"), node)).isSameAs(group);
    assertThat(group.takeNextToCopy()).isNotNull();
    assertThat(group.takeNextToCopy()).isNull();
    table.forgetIfUsedUp(group);
    assertThat(table.size()).isEqualTo(1);
    group.copyEnded(true);
    assertThat(group.takeNextToCopy()).isNull();
    table.forgetIfUsedUp(group);
    assertThat(table.size()).isEqualTo(1);
    assertThat(group.takeLinkable()).hasSize(1);
    table.forgetIfUsedUp(group);
    assertThat(table.size()).isZero();
  }
}
