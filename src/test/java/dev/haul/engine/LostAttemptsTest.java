package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Append;
import dev.haul.AppendOptions;
import dev.haul.ConflictPolicy;
import dev.haul.Copy;
import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Engine;
import dev.haul.Location;
import dev.haul.Move;
import dev.haul.MoveOptions;
import dev.haul.Operation;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.SampleTree;
import dev.haul.testing.TreeComparer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine must do, by one whose workers are lost again and again. */
class LostAttemptsTest extends EngineContractTest {
  @Override
  Engine open() {
    return new OperationEngine(new ForgetfulEngine());
  }

  private RunSummary run(Operation operation) {
    try (Engine engine = open()) {
      return engine.run(List.of(operation), ProgressListener.NONE);
    }
  }

  /** The lost one may have gone on with what the next one only hands on. */
  @Test
  void subtree_thatTheLostOneHadEnded_isNotTakenForSomebodyElses() throws IOException {
    Path tree = folder.resolve("tree");
    SampleTree.make(tree);
    Path there = Files.createDirectory(folder.resolve("there"));

    try (Engine engine = new OperationEngine(ForgetfulEngine.thatSlowsDown())) {
      OperationResult copied = engine.submit(new Copy(tree, there)).join();
      assertThat(copied.failures()).isEmpty();
      assertThat(TreeComparer.differences(tree, there)).isEmpty();

      Location moved = Location.of(folder.resolve("moved"));
      OperationResult result =
          engine.submit(new Move(Location.of(there), moved, MoveOptions.defaults())).join();
      assertThat(result.failures()).isEmpty();
      assertThat(there).doesNotExist();

      DeleteOptions recursive = DeleteOptions.defaults().withRecursion();
      assertThat(engine.submit(new Delete(tree, recursive)).join().failures()).isEmpty();
      assertThat(tree).doesNotExist();
    }
  }

  /** What comes between two attempts is not what the first has left. */
  @Test
  void fileThatSomebodyElsePutIntoANewDirectory_staysWhenTheTaskIsRunAgain() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("file"), "content");
    Path foreign = folder.resolve("to/file");
    Runnable somebodyElse = () -> write(foreign, "the only one of its kind");
    try (Engine engine = new OperationEngine(new ForgetfulEngine(somebodyElse))) {
      OperationResult result = engine.submit(new Copy(from, folder.resolve("to"))).join();
      assertThat(result.failures()).hasSize(1);
    }
    assertThat(foreign).hasContent("the only one of its kind");
  }

  /**
   * The twin of all tests of appending here: if it were run again all the same, it would be seen.
   */
  @Test
  void append_thatIsRunAgainAllTheSame_addsTwice() throws IOException {
    Path from = Files.writeString(folder.resolve("from"), "line\n");
    Path to = folder.resolve("to");
    try (Engine engine = new OperationEngine(ForgetfulEngine.withoutRegard())) {
      engine.submit(new Append(from, to, AppendOptions.defaults())).join();
    }
    assertThat(to).hasContent("line\nline\n");
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (NoSuchFileException e) {
      // Its directory comes later.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an attempt deleted that nobody learned of is gone, and no failure. */
  @Test
  void delete_ofTree_leavesNothing() throws IOException {
    Path tree = folder.resolve("tree");
    SampleTree.make(tree);

    RunSummary summary = run(new Delete(tree, DeleteOptions.defaults().withRecursion()));

    assertThat(summary.failures()).isEmpty();
    assertThat(tree).doesNotExist();
  }

  @Test
  void delete_ofOneFile_isCounted() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    RunSummary summary = run(new Delete(file, DeleteOptions.defaults()));

    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts().files()).isEqualTo(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void move_ofTree_isCounted() throws IOException {
    Path tree = folder.resolve("tree");
    SampleTree.make(tree);

    RunSummary summary =
        run(
            new Move(
                Location.of(tree), Location.of(folder.resolve("moved")), MoveOptions.defaults()));

    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts().renamed()).isEqualTo(1);
    assertThat(tree).doesNotExist();
  }

  @Test
  void move_intoTreeThatIsThere_leavesNothingBehind() throws IOException {
    Path tree = folder.resolve("tree");
    Path there = folder.resolve("there");
    SampleTree.make(tree);
    SampleTree.make(there);
    Path copy = folder.resolve("copy");
    SampleTree.make(copy);
    MoveOptions merging =
        new MoveOptions(ConflictPolicy.REPLACE, true, false, false, false, 3, "~");

    RunSummary summary = run(new Move(Location.of(tree), Location.of(there), merging));

    assertThat(summary.failures()).isEmpty();
    assertThat(tree).doesNotExist();
    assertThat(TreeComparer.differences(copy, there))
        .noneMatch(difference -> !difference.contains("lastModifiedTime"));
  }
}
