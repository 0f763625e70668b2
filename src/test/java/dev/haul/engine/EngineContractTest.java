package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Append;
import dev.haul.AppendOptions;
import dev.haul.ConflictPolicy;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Counts;
import dev.haul.Engine;
import dev.haul.EntryEvent;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Operation;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RecordFormat;
import dev.haul.Rename;
import dev.haul.RenameOptions;
import dev.haul.RunSummary;
import dev.haul.plan.rename.RenamePlan;
import dev.haul.plan.rename.RenamePlanner;
import dev.haul.plan.rename.RenameSelection;
import dev.haul.plan.rename.RenameSelection.Only;
import dev.haul.plan.rename.Substitution;
import dev.haul.testing.SampleTree;
import dev.haul.testing.TreeComparer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine must do, whatever its way of running tasks; on real files. */
abstract class EngineContractTest {
  @TempDir Path folder;

  private Engine engine;
  private Path source;
  private Path target;

  abstract Engine open();

  @BeforeEach
  void openEngine() {
    engine = open();
    source = folder.resolve("source");
    target = folder.resolve("target");
  }

  @AfterEach
  void closeEngine() throws IOException {
    engine.close();
    // JUnit cannot delete what has no path short enough.
    run("rm", "-rf", source.toString(), target.toString());
  }

  private RunSummary copy(CopyOptions options) {
    return run(ProgressListener.NONE, new Copy(source, target, options));
  }

  private RunSummary copyWith(ConflictPolicy policy) {
    return copy(CopyOptions.builder().ifExists(policy).build());
  }

  private RunSummary run(ProgressListener listener, Operation... operations) {
    return engine.run(List.of(operations), listener);
  }

  private void assertNothingTemporaryIsLeft() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      assertThat(walk.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".haul-"));
    }
  }

  @Test
  void copy_ofTree_isEqualToItsSource() throws IOException {
    SampleTree.make(source);

    RunSummary summary = copy(CopyOptions.defaults());

    assertThat(summary.failures()).isEmpty();
    assertThat(TreeComparer.differences(source, target)).isEmpty();
    Counts counts = summary.counts();
    assertThat(counts.files()).isEqualTo(SampleTree.FILES);
    assertThat(counts.directories()).isEqualTo(4);
    assertThat(counts.symbolicLinks()).isEqualTo(2);
    assertThat(counts.hardLinks()).isEqualTo(2);
  }

  /** The same directories are reached in two ways at once. */
  @Test
  void copies_ofSourcesOfWhichOneIsInTheOther_haveEachItsOwnFilter() throws Exception {
    Path inner = source.resolve("sub/keep");
    for (int i = 0; i < 30; i++) {
      Path directory = Files.createDirectories(inner.resolve("d" + i));
      for (int file = 0; file < 6; file++) {
        Files.writeString(directory.resolve("f" + file), "content");
      }
    }
    CopyOptions options =
        CopyOptions.builder().filter(EntryFilter.of(List.of(), List.of("keep/*/f1"))).build();
    Files.createDirectory(target);

    RunSummary summary =
        run(
            ProgressListener.NONE,
            new Copy(source, target.resolve("outer"), options),
            new Copy(source.resolve("sub"), target.resolve("inner"), options));

    assertThat(summary.failures()).isEmpty();
    assertThat(TreeComparer.differences(source, target.resolve("outer"))).isEmpty();
    assertThat(summary.counts().files()).isEqualTo(180 + 150);
  }

  @Test
  void copy_ofOneFile_hasContentAndTimes() throws IOException {
    Files.writeString(source, "content");
    Files.setLastModifiedTime(source, FileTime.from(Instant.ofEpochSecond(1, 2)));

    OperationResult result = copy(CopyOptions.defaults()).results().getFirst();

    assertThat(result).isInstanceOf(OperationResult.Completed.class);
    assertThat(target).hasContent("content");
    assertThat(TreeComparer.differences(source, target)).isEmpty();
    assertNothingTemporaryIsLeft();
  }

  @Test
  void copy_ofLargeFlatDirectory_isSlicedAndComplete() throws IOException {
    Files.createDirectory(source);
    for (int i = 0; i < 3000; i++) {
      Files.writeString(source.resolve("file " + i), "content " + i);
    }

    assertThat(copy(CopyOptions.defaults()).counts().files()).isEqualTo(3000);

    assertThat(TreeComparer.differences(source, target)).isEmpty();
  }

  @Test
  void copy_ofChainLongerThanAnyPath_reachesItsEnd() throws IOException {
    Files.createDirectory(source);
    run(
        "sh",
        "-c",
        "cd \"$0\"; name=$(printf '%0200d' 0); for i in $(seq 60);"
            + " do mkdir $name && cd -P $name || exit 1; done; echo bottom > bottom",
        source.toString());

    Counts counts = copy(CopyOptions.defaults()).counts();

    assertThat(counts.directories()).isEqualTo(61);
    assertThat(counts.files()).isEqualTo(1);
    assertThat(counts.failed()).isZero();
  }

  @Test
  void copy_ofSparseFile_keepsItsHoles() throws IOException {
    try (var file = new RandomAccessFile(source.toString(), "rw")) {
      file.setLength(32 << 20);
      file.seek(9 << 20);
      file.write("island".getBytes(StandardCharsets.UTF_8));
    }

    copy(CopyOptions.defaults());

    assertThat(Files.mismatch(source, target)).isEqualTo(-1);
    assertThat(allocated(target)).isLessThan(1 << 20);
  }

  private static long allocated(Path file) throws IOException {
    return Long.parseLong(run("stat", "--format=%b", file.toString()).strip()) * 512;
  }

  /** What a command that must succeed prints. */
  private static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).isZero();
    return printed;
  }

  @Test
  void copy_ontoItsOwnCopyWithUpdate_skipsEverything() throws IOException {
    SampleTree.make(source);
    copy(CopyOptions.defaults());

    Counts counts = copyWith(ConflictPolicy.UPDATE).counts();

    assertThat(counts.files()).isZero();
    assertThat(counts.hardLinks()).isZero();
    assertThat(counts.failed()).isZero();
    assertThat(TreeComparer.differences(source, target)).isEmpty();
  }

  @Test
  void copy_withUpdateAfterOneLinkWasBroken_linksItAgain() throws IOException {
    SampleTree.make(source);
    copy(CopyOptions.defaults());
    Files.delete(target.resolve("a/third name"));
    Files.copy(
        target.resolve("linked"),
        target.resolve("a/third name"),
        StandardCopyOption.COPY_ATTRIBUTES);

    copyWith(ConflictPolicy.UPDATE);

    assertThat(TreeComparer.differences(source, target)).isEmpty();
  }

  @Test
  void copy_overExistingFileByDefault_failsAndLeavesIt() throws IOException {
    Files.writeString(source, "new");
    Files.writeString(target, "old");

    RunSummary summary = copyWith(ConflictPolicy.FAIL);

    assertThat(summary.failures()).extracting(Failure::kind).containsExactly(Failure.Kind.CONFLICT);
    assertThat(target).hasContent("old");
    assertNothingTemporaryIsLeft();
  }

  @Test
  void copy_overExistingFileWithSkip_isSkipped() throws IOException {
    Files.writeString(source, "new");
    Files.writeString(target, "old");

    assertThat(copyWith(ConflictPolicy.SKIP).results().getFirst())
        .isInstanceOf(OperationResult.Skipped.class);

    assertThat(target).hasContent("old");
  }

  @Test
  void copy_overExistingFileWithReplace_replacesItAsOneStep() throws IOException {
    Files.writeString(source, "new");
    Files.writeString(target, "old");
    Path other = Files.createLink(folder.resolve("other name of the old file"), target);

    assertThat(copyWith(ConflictPolicy.REPLACE).isComplete()).isTrue();

    assertThat(target).hasContent("new");
    assertThat(other).hasContent("old"); // not written into: another file took the name
    assertNothingTemporaryIsLeft();
  }

  @Test
  void copy_overExistingFileWithNewer_replacesOnlyOlder() throws IOException {
    Files.writeString(source, "new");
    Files.writeString(target, "old");
    Files.setLastModifiedTime(source, FileTime.from(Instant.ofEpochSecond(1000)));
    Files.setLastModifiedTime(target, FileTime.from(Instant.ofEpochSecond(2000)));

    copyWith(ConflictPolicy.NEWER);
    assertThat(target).hasContent("old");

    Files.setLastModifiedTime(source, FileTime.from(Instant.ofEpochSecond(3000)));
    copyWith(ConflictPolicy.NEWER);
    assertThat(target).hasContent("new");
  }

  @Test
  void copy_overExistingFileWithBackup_keepsEachOldOne() throws IOException {
    Files.writeString(target, "first");
    Files.writeString(source, "second");
    copyWith(ConflictPolicy.BACKUP);
    Files.writeString(source, "third");
    copyWith(ConflictPolicy.BACKUP);

    assertThat(target).hasContent("third");
    assertThat(folder.resolve("target~")).hasContent("first");
    assertThat(folder.resolve("target.~1~")).hasContent("second");
  }

  @ParameterizedTest
  @EnumSource(ConflictPolicy.class)
  void copy_ofFileOntoDirectory_failsUnderEveryPolicy(ConflictPolicy policy) throws IOException {
    Files.writeString(source, "file");
    Files.writeString(Files.createDirectory(target).resolve("inside"), "kept");

    assertThat(copyWith(policy).failures()).hasSize(1);

    assertThat(target.resolve("inside")).hasContent("kept");
  }

  @ParameterizedTest
  @EnumSource(ConflictPolicy.class)
  void copy_ofDirectoryOntoFile_failsUnderEveryPolicy(ConflictPolicy policy) throws IOException {
    Files.writeString(Files.createDirectory(source).resolve("inside"), "new");
    Files.writeString(target, "kept");

    assertThat(copyWith(policy).failures()).hasSize(1);

    assertThat(target).hasContent("kept");
  }

  @Test
  void copy_thatFailsFast_triesNothingMore() throws IOException {
    Files.createDirectory(source);
    Files.createDirectory(target);
    for (int i = 0; i < 100; i++) {
      Files.writeString(source.resolve("f" + i), "new");
      Files.writeString(target.resolve("f" + i), "old");
    }
    assertThat(copy(CopyOptions.defaults()).failures()).hasSize(100);
    assertThat(copy(CopyOptions.builder().failFast(true).build()).failures()).hasSize(1);
  }

  @Test
  void copy_ontoAnotherNameOfItself_failsAndKeepsIt() throws IOException {
    Files.writeString(source, "only copy");
    Files.createLink(target, source);

    assertThat(copyWith(ConflictPolicy.REPLACE).failures()).hasSize(1);

    assertThat(source).hasContent("only copy");
  }

  @Test
  void copy_intoItself_failsBeforeAnythingIsMade() throws IOException {
    SampleTree.make(source);
    target = source.resolve("a/copy");

    RunSummary summary = copy(CopyOptions.defaults());

    assertThat(summary.failures()).extracting(Failure::source).containsExactly(source.toString());
    assertThat(target).doesNotExist();
  }

  @Test
  void copy_withOneBadEntry_doesTheOthers() throws IOException {
    SampleTree.make(source);
    Files.createDirectories(target.resolve("a/b/f4095")); // where a file should go

    RunSummary summary = copy(CopyOptions.defaults());

    assertThat(summary.failures())
        .extracting(Failure::source)
        .containsExactly(source.resolve("a/b/f4095").toString());
    assertThat(summary.counts().files()).isEqualTo(SampleTree.FILES - 1);
  }

  @Test
  void copy_ofMissingSource_isFailure() {
    assertThat(copy(CopyOptions.defaults()).failures())
        .extracting(Failure::kind)
        .containsExactly(Failure.Kind.NOT_FOUND);
    assertThat(target).doesNotExist();
  }

  @Test
  void copy_withFilter_leavesOutWhatItExcludes() throws IOException {
    SampleTree.make(source);
    EntryFilter filter = EntryFilter.of(List.of("f*"), List.of("b/c", "a/f1", "a/b/c/"));

    copy(CopyOptions.builder().filter(filter).build());

    assertThat(target.resolve("a/b/f1")).exists();
    assertThat(target.resolve("a/f1")).doesNotExist();
    assertThat(target.resolve("a/b/c")).doesNotExist();
    assertThat(target.resolve("linked")).doesNotExist();
  }

  @Test
  void copy_inDryRun_reportsEverythingAndWritesNothing() throws IOException {
    SampleTree.make(source);
    List<EntryEvent> events = new ArrayList<>();

    RunSummary summary =
        run(
            collector(events),
            new Copy(source, target, CopyOptions.builder().dryRun(true).build()));

    assertThat(target).doesNotExist();
    assertThat(summary.counts()).isEqualTo(copy(CopyOptions.defaults()).counts());
    assertThat(events).hasSize(SampleTree.FILES + 4 + 2 + 2);
  }

  @Test
  void copy_withVerify_readsBothBack() throws IOException {
    SampleTree.make(source);

    assertThat(copy(CopyOptions.builder().verify(true).build()).isComplete()).isTrue();

    assertThat(TreeComparer.differences(source, target)).isEmpty();
  }

  @Test
  void listener_ofEntries_isToldOfEachOnce() throws IOException {
    SampleTree.make(source);
    List<EntryEvent> events = new ArrayList<>();

    run(collector(events), new Copy(source, target));

    assertThat(events).extracting(EntryEvent::source).doesNotHaveDuplicates();
    assertThat(events).hasSize(SampleTree.FILES + 4 + 2 + 2);
  }

  private static ProgressListener collector(List<EntryEvent> events) {
    return new ProgressListener() {
      @Override
      public boolean wantsEntries() {
        return true;
      }

      @Override
      public void onEntry(EntryEvent event) {
        events.add(event);
      }
    };
  }

  @Test
  void run_ofTwoOperandsThatShareAFile_keepsTheirLink() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "shared");
    Path two = Files.createLink(folder.resolve("two"), one);
    Files.createDirectory(target);

    run(
        ProgressListener.NONE,
        new Copy(one, target.resolve("one")),
        new Copy(two, target.resolve("two")));

    assertThat(Files.getAttribute(target.resolve("one"), "unix:ino"))
        .isEqualTo(Files.getAttribute(target.resolve("two"), "unix:ino"));
  }

  @Test
  void run_ofSameSourceTwice_listsItCompletelyBothTimes() throws IOException {
    SampleTree.make(source);

    RunSummary summary =
        run(
            ProgressListener.NONE,
            new Copy(source, target),
            new Copy(source, folder.resolve("second target")));

    assertThat(summary.failures()).isEmpty();
    assertThat(list(folder.resolve("second target"))).hasSameSizeAs(list(source));
    assertThat(TreeComparer.differences(source, target).stream())
        .allMatch(difference -> difference.startsWith("hard links"));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  @Test
  void rename_ofOneEntry_givesItItsName_andReplacesNothing() throws Exception {
    Files.createDirectory(source);
    Files.writeString(source.resolve("a"), "a");
    Files.writeString(source.resolve("taken"), "taken");
    OperationResult done = engine.submit(new Rename(source.resolve("a"), "b")).get();
    assertThat(done).isInstanceOf(OperationResult.Completed.class);
    assertThat(done.counts().files()).isEqualTo(1);
    assertThat(source.resolve("b")).hasContent("a");
    OperationResult refused = engine.submit(new Rename(source.resolve("b"), "taken")).get();
    assertThat(refused.failures()).extracting(Failure::kind).containsExactly(Failure.Kind.CONFLICT);
    assertThat(source.resolve("b")).hasContent("a");
    assertThat(source.resolve("taken")).hasContent("taken");
  }

  @Test
  void rename_ofATree_goesFromTheInside() throws IOException {
    SampleTree.make(source);
    List<Location> operands = List.of(Location.of(source));
    RenameSelection trees = new RenameSelection(true, Only.ALL, EntryFilter.ALL);
    RenamePlan plan =
        RenamePlanner.plan(
            operands, Substitution.parse("s/$/+/"), trees, RenameOptions.defaults(), 2);
    RunSummary summary = engine.run(plan.renames(), ProgressListener.NONE);
    assertThat(summary.failures()).isEmpty();
    Path renamed = folder.resolve("source+");
    try (Stream<Path> all = Files.walk(renamed)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .allMatch(name -> name.endsWith("+"))
          .hasSize((int) summary.counts().made());
    }
  }

  @Test
  void append_ofSeveralSources_addsEachLineWhole_andThoseOfASourceInTheirOrder()
      throws IOException {
    List<Operation> appends = new ArrayList<>();
    long bytes = 0;
    Files.createDirectory(source);
    for (int i = 0; i < 12; i++) {
      Path part = Files.writeString(source.resolve("part" + i), lines(i, 1 + i * i * 10));
      bytes += Files.size(part);
      appends.add(new Append(part, target, AppendOptions.defaults()));
    }
    RunSummary summary = engine.run(appends, ProgressListener.NONE);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts().files()).isEqualTo(12);
    assertThat(summary.counts().bytes()).isEqualTo(bytes);
    assertThat(Files.size(target)).isEqualTo(bytes);
    int[] next = new int[12];
    for (String line : Files.readAllLines(target)) {
      String[] words = line.split(" ", -1);
      assertThat(words).hasSize(3);
      int writer = Integer.parseInt(words[0]);
      assertThat(Integer.parseInt(words[1])).isEqualTo(next[writer]++);
      assertThat(Integer.parseInt(words[2])).isEqualTo(words[2].length());
    }
    for (int i = 0; i < 12; i++) {
      assertThat(next[i]).isEqualTo(1 + i * i * 10);
    }
  }

  /** Of which each says its source, its number, and how long its last word is. */
  private static String lines(int writer, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int length = i % 100 == 99 ? 300_000 : 6 + i % 700;
      text.append(writer).append(' ').append(i).append(' ');
      text.append("0".repeat(length - 6)).append(String.format("%06d", length)).append('\n');
    }
    return text.toString();
  }

  @Test
  void append_toSeveralTargets_addsToEachItsOwn() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "1\n");
    Path two = Files.writeString(folder.resolve("two"), "2\n");
    Path other = folder.resolve("other");
    RunSummary summary =
        run(
            ProgressListener.NONE,
            new Append(one, target, AppendOptions.defaults()),
            new Append(two, other, AppendOptions.defaults()),
            new Append(two, target, AppendOptions.defaults()));
    assertThat(summary.failures()).isEmpty();
    assertThat(Files.readAllLines(target)).containsExactlyInAnyOrder("1", "2");
    assertThat(other).hasContent("2\n");
  }

  @Test
  void append_thatFails_keepsTheRecordsBefore_andSaysHowManyBytesTheseAre() throws IOException {
    byte[] content = new byte[600_001];
    Files.write(source, content);
    RecordFormat pairs = RecordFormat.fixed(2);
    OperationResult result =
        engine
            .submit(
                new Append(
                    Location.of(source), Location.of(target), pairs, AppendOptions.defaults()))
            .join();
    assertThat(result.counts().bytes()).isEqualTo(600_000);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure.reason())
                .contains("in the middle of a record", "600000 bytes were added before"));
    assertThat(Files.size(target)).isEqualTo(600_000);
  }

  @Test
  void append_withoutItsSource_makesNoTarget() {
    OperationResult result =
        engine.submit(new Append(source, target, AppendOptions.defaults())).join();
    assertThat(result.failures()).extracting(Failure::kind).containsExactly(Failure.Kind.NOT_FOUND);
    assertThat(target).doesNotExist();
  }
}
