package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.Failure;
import dev.haul.Failure.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a task, and of several together. */
final class TaskReportTest {
  private static Failure failure(Kind kind) {
    return new Failure(kind, "from", "to", "for a reason", new IllegalStateException());
  }

  /** Each of its counts is another number, so that none can stand for another. */
  private static TaskReport report(long times) {
    TaskReport report = new TaskReport();
    report.files = times;
    report.bytes = 2 * times;
    report.directories = 3 * times;
    report.symbolicLinks = 4 * times;
    report.hardLinks = 5 * times;
    report.specials = 6 * times;
    report.skipped = 7 * times;
    report.specialsSkipped = 8 * times;
    report.renamed = 9 * times;
    report.removed = 10 * times;
    return report;
  }

  @Test
  void add_addsUpEachCount() {
    TaskReport sum = report(1);
    sum.add(report(100));
    sum.add(Reports.done());
    assertThat(sum.counts())
        .isEqualTo(new Counts(101, 202, 303, 404, 505, 606, 707, 808, 909, 1010, 0));
  }

  @Test
  void add_takesOverAllThatIsTold() {
    TaskReport told = Reports.done();
    told.failed(failure(Kind.OTHER));
    told.lost(Attribute.OWNER, 3);
    told.note("a note");
    told.incomplete();
    TaskReport sum = Reports.done();
    sum.lost(Attribute.OWNER);
    sum.add(told);
    assertThat(sum.failures()).isEqualTo(told.failures());
    assertThat(sum.lost()).isEqualTo(Map.of(Attribute.OWNER, 4L));
    assertThat(sum.notes()).isEqualTo(Set.of("a note"));
    assertThat(sum.isMarkedIncomplete()).isTrue();
  }

  @Test
  void add_ofWhatIsWhole_leavesItIncomplete() {
    TaskReport sum = TaskReport.notRun();
    sum.add(Reports.done());
    assertThat(sum.isIncomplete()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void failure_isAnObstacle_unlessOthersHaveChangedOrRemovedIt(Kind kind) {
    TaskReport report = Reports.done();
    report.failed(failure(kind));
    assertThat(report.isIncomplete()).isTrue();
    assertThat(report.hasObstacle())
        .isEqualTo(!EnumSet.of(Kind.CHANGED, Kind.NOT_FOUND).contains(kind));
  }

  /** As when the directory that they are in cannot be synchronized. */
  @Test
  void takeBack_countsNoneOfTheNewNames() {
    TaskReport report = report(1);
    report.linkable();
    EntryEvent skipped = new EntryEvent(Action.SKIPPED, "from", "to", 1);
    report.event(new EntryEvent(Action.COPIED, "from", "to", 1));
    report.event(skipped);
    assertThat(report.hasMade()).isTrue();
    report.takeBack(failure(Kind.OTHER));
    assertThat(report.hasMade()).isFalse();
    assertThat(report.isLinkable()).isFalse();
    assertThat(report.events()).isEqualTo(List.of(skipped));
    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 3, 0, 0, 0, 7, 8, 9, 10, 1));
  }
}
