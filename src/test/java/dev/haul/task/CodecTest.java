package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.AppendOptions;
import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.DeleteOptions;
import dev.haul.DirectoryRenames;
import dev.haul.Durability;
import dev.haul.EntryEvent;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.MoveOptions;
import dev.haul.RecordFormat;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.Outcome.Found;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every task and a report with everything in it, through bytes and back. What has no equality of
 * its own is compared by the bytes it makes.
 */
final class CodecTest {
  private static final Name NAME = Name.of(new byte[] {'x', (byte) 0xff});
  private static final Name OTHER = Name.of("other");
  private static final FileIdentity FILE = new FileIdentity(8, 9);
  private static final Instant BEGUN = Instant.ofEpochSecond(5, 6);
  private static final DirectoryRef SOURCE = directory(1, "a", "b");
  private static final DirectoryRef TARGET = directory(2, "c");

  private static DirectoryRef directory(int id, String... names) {
    Root root = new Root(id, Location.parse("a place/ünï"), Root.Kind.LINUX);
    DirectoryRef ref = DirectoryRef.root(root, new FileIdentity(1, id));
    for (String name : names) {
      ref = ref.child(Name.of(name), new FileIdentity(1, name.hashCode()));
    }
    return ref;
  }

  private static CopyJob copying(int id, boolean flag, Purpose purpose) {
    EntryFilter filter = EntryFilter.of(List.of("*.java"), List.of("target/"));
    CopyOptions options =
        CopyOptions.builder()
            .ifExists(flag ? ConflictPolicy.BACKUP : ConflictPolicy.FAIL)
            .filter(flag ? filter.narrowedTo(List.of("a/")) : EntryFilter.ALL)
            .durability(flag ? Durability.FULL : Durability.NONE)
            .build();
    return new CopyJob(id, 1, 1, flag, options, purpose);
  }

  private static MoveJob moving(boolean flag) {
    MoveOptions options =
        new MoveOptions(ConflictPolicy.BACKUP, flag, !flag, flag, !flag, 7, ".old");
    return new MoveJob(
        20,
        flag,
        options,
        copying(21, flag, Purpose.MERGE),
        copying(22, flag, Purpose.MOVE),
        copying(23, flag, Purpose.MOVE_AGAIN),
        copying(24, flag, Purpose.MERGE));
  }

  private static DeleteJob deleting(boolean flag) {
    EntryFilter filter = EntryFilter.of(List.of("*.c"), List.of());
    return new DeleteJob(30, 1, flag, new DeleteOptions(flag, filter, !flag, flag, !flag, 4));
  }

  private static RenameJob renaming(boolean flag) {
    RenameStep step = new RenameStep(NAME, OTHER, flag ? FILE : null, flag ? 5 : 0);
    RenameCycle cycle = new RenameCycle(Name.of("parked"), List.of(step, step));
    List<DirectoryRenames> directories =
        List.of(
            new DirectoryRenames(
                DirectoryRenames.NONE, null, flag ? FILE : null, List.of(step), List.of()),
            new DirectoryRenames(0, NAME, FILE, List.of(), List.of(cycle)));
    Location place = Location.parse("there");
    return new RenameJob(
        40, flag, new Rename(place, directories, new RenameOptions(flag, !flag, 5)));
  }

  private static AppendJob appending(boolean flag) {
    RecordFormat format = flag ? RecordFormat.fixed(12) : RecordFormat.LINE;
    AppendOptions options = AppendOptions.defaults().withMode(0640);
    return new AppendJob(50, flag, Location.parse("a/log"), format, options);
  }

  /** Each kind, with all that can be left out and without. */
  static List<Task> tasks() {
    return Stream.of(true, false).flatMap(CodecTest::tasks).toList();
  }

  private static Stream<Task> tasks(boolean flag) {
    CopyJob copy = copying(10, flag, Purpose.COPY);
    CopyEntry entry = new CopyEntry(copy, SOURCE, NAME, TARGET, OTHER, flag, !flag);
    List<DirectoryEntry> entries =
        List.of(
            new DirectoryEntry(NAME, FileType.SYMBOLIC_LINK),
            new DirectoryEntry(OTHER, FileType.UNKNOWN));
    Name nullable = flag ? NAME : null;
    DirectoryRef opened = flag ? directory(3, "d") : null;
    Instant time = flag ? BEGUN : null;
    DeleteJob delete = deleting(flag);
    MoveJob move = moving(flag);
    RenameJob rename = renaming(flag);
    return Stream.of(
        entry,
        new CopyDirectory(copy, SOURCE, nullable, TARGET, nullable, flag, 12),
        new CopyFiles(copy, SOURCE, TARGET, flag, entries),
        new LinkFile(TARGET, OTHER, entry),
        new FinishDirectory(copy, SOURCE, TARGET, flag, !flag),
        new DeleteEntry(delete, SOURCE, NAME, flag),
        new DeleteDirectory(delete, SOURCE, NAME, opened, 13, 2),
        new RemoveDirectory(delete, SOURCE, NAME, TARGET, 3),
        new MoveEntry(move, SOURCE, NAME, TARGET, OTHER),
        new MoveDirectory(move, SOURCE, NAME, opened, TARGET, OTHER, opened, 14),
        new FinishMove(move, SOURCE, NAME, TARGET, OTHER, nullable, time, flag),
        new RemoveMoved(move, SOURCE, NAME, opened, TARGET, OTHER, opened, 15, time),
        new RemoveEmptied(move, SOURCE, NAME, TARGET),
        new EndMove(move, TARGET, OTHER),
        new RenameDirectory(rename, 1, SOURCE),
        new RenameEntries(rename, 1, SOURCE, 16),
        new AppendSource(appending(flag), SOURCE, NAME, flag ? FILE : null, 70, 80, 90));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void task_isReadAsItWasWritten(Task task) throws Exception {
    byte[] bytes = new TaskCodec().encode(task);
    Task read = new TaskCodec().decode(bytes);
    assertThat(read).hasSameClassAs(task);
    assertThat(new TaskCodec().encode(read)).isEqualTo(bytes);
    assertThat(read.subject()).isEqualTo(task.subject());
    assertThat(read.destination()).isEqualTo(task.destination());
    assertThat(read.job().detailed()).isEqualTo(task.job().detailed());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void taskThatIsCutShort_orHasMoreBehindIt_isNone(Task task) {
    byte[] bytes = new TaskCodec().encode(task);
    for (int length = 0; length < bytes.length; length++) {
      byte[] some = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> new TaskCodec().decode(some)).isInstanceOf(ProtocolException.class);
    }
    byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> new TaskCodec().decode(more)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void jobsAreDescribedOnce() throws Exception {
    TaskCodec here = new TaskCodec();
    TaskCodec there = new TaskCodec();
    for (Task task : tasks(true).toList()) {
      byte[] first = here.encode(task);
      there.decode(first);
      byte[] second = here.encode(task);
      assertThat(second.length).isLessThanOrEqualTo(first.length);
      assertThat(there.decode(second).job()).isSameAs(there.decode(here.encode(task)).job());
    }
    assertThat(here.knownJobs()).isEqualTo(there.knownJobs()).isGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void report_isReadAsItWasWritten(boolean flag) throws Exception {
    List<Task> tasks = tasks(flag).toList();
    TaskReport report = report(flag);
    List<Found> found = tasks.stream().map(task -> new Found(task, inner(task, flag))).toList();
    byte[] bytes = written(new Outcome(report, found));
    Outcome result = read(bytes);
    assertThat(written(result)).isEqualTo(bytes);
    TaskReport read = result.report();
    assertThat(read.counts()).isEqualTo(report.counts());
    assertThat(read.isLinkable()).isEqualTo(flag);
    assertThat(read.isMarkedIncomplete()).isEqualTo(flag);
    assertThat(read.rest() != null).isEqualTo(flag);
    assertThat(read.finish() != null).isEqualTo(flag);
    assertThat(read.failures()).isEqualTo(report.failures());
    assertThat(read.events()).isEqualTo(report.events());
    assertThat(read.candidates()).hasSameSizeAs(report.candidates());
    assertThat(read.lost()).isEqualTo(report.lost());
    assertThat(read.notes()).isEqualTo(report.notes());
    assertThat(result.found()).hasSameSizeAs(tasks);
    assertThat(result.found()).allMatch(each -> (each.outcome() != null) == flag);
  }

  private static @Nullable Outcome inner(Task task, boolean known) {
    return known ? new Outcome(report(false), List.of(new Found(task, null))) : null;
  }

  @Test
  void reportNestedTooDeeply_isNone() throws Exception {
    Task task = tasks(false).findFirst().orElseThrow();
    Outcome outcome = new Outcome(new TaskReport(), List.of());
    for (int i = 0; i < SubtreeRun.DEEPEST; i++) {
      outcome = new Outcome(new TaskReport(), List.of(new Found(task, outcome)));
    }
    assertThat(read(written(outcome)).found()).hasSize(1);
    byte[] deeper = written(new Outcome(new TaskReport(), List.of(new Found(task, outcome))));
    assertThatThrownBy(() -> read(deeper)).isInstanceOf(ProtocolException.class);
  }

  private static TaskReport report(boolean full) {
    TaskReport report = new TaskReport();
    report.files = 1;
    report.bytes = 2;
    report.directories = 3;
    report.symbolicLinks = 4;
    report.hardLinks = 5;
    report.specials = 6;
    report.skipped = 7;
    report.specialsSkipped = 8;
    report.renamed = 9;
    report.removed = 10;
    if (full) {
      CopyEntry copy = (CopyEntry) tasks(true).findFirst().orElseThrow();
      report.linkable();
      report.incomplete();
      report.rest(copy);
      report.finish(new FinishDirectory(copy.job(), SOURCE, TARGET, true, true));
      report.failed(new Failure(Failure.Kind.NO_SPACE, "from", "to", "no room", null));
      report.failed(new Failure(Failure.Kind.OTHER, "from", null, "no reason", null));
      report.event(new EntryEvent(EntryEvent.Action.REPLACED, "from", "to", 10));
      report.event(new EntryEvent(EntryEvent.Action.DELETED, "from", null, 0));
      report.candidate(new LinkCandidate(FILE, 3, copy));
      report.lost(Attribute.OWNER, 11);
      report.lost(Attribute.ACL, 12);
      report.note("a note");
    }
    return report;
  }

  private static byte[] written(Outcome outcome) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      new ReportCodec(new TaskCodec()).write(outcome, out);
    }
    return bytes.toByteArray();
  }

  private static Outcome read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Outcome result = new ReportCodec(new TaskCodec()).read(in);
      assertThat(in.available()).isZero();
      return result;
    }
  }
}
