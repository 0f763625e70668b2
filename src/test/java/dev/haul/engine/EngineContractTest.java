package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.ConflictPolicy;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Counts;
import dev.haul.EntryEvent;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine must do, whatever its way of running tasks; on real files. */
abstract class EngineContractTest extends RenameAndAppendContractTest {
  private RunSummary copy(CopyOptions options) {
    return run(ProgressListener.NONE, new Copy(source, target, options));
  }

  private RunSummary copyWith(ConflictPolicy policy) {
    return copy(CopyOptions.builder().ifExists(policy).build());
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
    for (int i = 0; i < 1500; i++) {
      Files.writeString(source.resolve("file " + i), "content " + i);
    }

    assertThat(copy(CopyOptions.defaults()).counts().files()).isEqualTo(1500);

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
}
