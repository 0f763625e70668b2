package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Location;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyJob;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.FinishDirectory;
import dev.haul.task.LinkCandidate;
import dev.haul.task.ProgressMeter;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;

/** A scheduler whose tasks nobody runs, and tasks for it: no engine, no file. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SchedulerFixture {
  static final CopyJob JOB = job(1);
  static final DirectoryRef SOURCE = root(1);
  static final DirectoryRef TARGET = root(2);
  private static final Map<String, DirectoryRef> BELOW = new ConcurrentHashMap<>();

  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final Scheduler scheduler = new Scheduler(() -> calls.add("work appeared"));
  final OperationRun operation = operation();

  static CopyJob job(int linkScope) {
    return new CopyJob(1, linkScope, 1, false, CopyOptions.defaults(), Purpose.COPY);
  }

  private static DirectoryRef root(int id) {
    Root root = new Root(id, Location.parse("root" + id), Root.Kind.LINUX);
    return DirectoryRef.root(root, new FileIdentity(1, id));
  }

  static OperationRun operation() {
    return operation(CopyOptions.defaults(), ReportSink.NONE);
  }

  static OperationRun operation(CopyOptions options, ReportSink sink) {
    Copy copy = new Copy(Location.parse("a"), Location.parse("b"), options);
    return new OperationRun(copy, sink, new ProgressMeter(), new FailureLimit(true));
  }

  static Task anyTask() {
    return file("any");
  }

  static CopyEntry file(String name) {
    return file(JOB, name);
  }

  private static CopyEntry file(CopyJob job, String name) {
    return new CopyEntry(job, SOURCE, Name.of(name), TARGET, Name.of(name), false, true);
  }

  static Task directory(String name) {
    Name each = Name.of(name);
    return new CopyDirectory(JOB, SOURCE, each, TARGET, each, false, EntryBatch.START);
  }

  static FinishDirectory finish(String name) {
    DirectoryRef below =
        BELOW.computeIfAbsent(name, each -> SOURCE.child(Name.of(each), new FileIdentity(1, 9)));
    return new FinishDirectory(JOB, below, TARGET, true, true);
  }

  static LinkCandidate candidate(int links, String name) {
    return candidate(JOB, links, name);
  }

  static LinkCandidate candidate(CopyJob job, int links, String name) {
    return new LinkCandidate(new FileIdentity(7, 7), links, file(job, name));
  }

  final Assignment next() {
    Assignment next = scheduler.poll(0);
    return next == null ? fail("nothing to do") : next;
  }

  final Assignment next(Task expected) {
    Assignment next = next();
    assertThat(next.task()).isEqualTo(expected);
    return next;
  }

  final void assertNothingLeft() {
    assertThat(scheduler.waiting()).isEmpty();
    assertThat(scheduler.isEmpty()).isTrue();
    assertThat(scheduler.poll(0)).isNull();
  }

  static TaskReport failure() {
    return TaskReport.failed(file("x"), "for a reason");
  }
}
