package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Append;
import dev.haul.AppendOptions;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every engine does when it renames and appends. */
abstract class RenameAndAppendContractTest extends EngineFixture {
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
