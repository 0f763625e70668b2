package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.EntryFilter;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.OperationResult;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.engine.thread.ThreadEngine;
import dev.haul.task.DeleteDirectory;
import dev.haul.task.RemoveDirectory;
import dev.haul.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others do to a tree just before a task of its deletion runs: always at the same place, by
 * what a task goes through on its way to a worker.
 */
final class DeleteRacesTest {
  private static final int LOOKS = 10;

  @TempDir private Path folder;
  private final AtomicInteger times = new AtomicInteger();
  private Path tree = Path.of("");
  private Path sub = Path.of("");

  /** What happens before a task. */
  private interface Event {
    void happen() throws IOException;
  }

  @BeforeEach
  void makesTree() throws IOException {
    tree = folder.resolve("tree");
    sub = Files.createDirectories(tree.resolve("sub"));
    Files.createFile(sub.resolve("file"));
    Files.createFile(tree.resolve("other"));
    Files.writeString(Files.createDirectory(folder.resolve("canary")).resolve("kept"), "canary");
  }

  /** Deletes the tree, with the event before each task of that type that is about {@code path}. */
  private RunSummary delete(
      DeleteOptions options, Class<? extends Task> before, Path path, Event event) {
    try (OperationEngine engine =
        new OperationEngine(
            new ThreadEngine(2),
            task -> {
              if (before.isInstance(task) && task.subject().equals(path.toString())) {
                times.incrementAndGet();
                happen(event);
              }
              return task;
            })) {
      return engine.run(List.of(new Delete(Location.of(tree), options)), ProgressListener.NONE);
    }
  }

  private static void happen(Event event) {
    try {
      event.happen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DeleteOptions recursively() {
    return DeleteOptions.defaults().withRecursion();
  }

  private static DeleteOptions including(String glob) {
    EntryFilter filter = EntryFilter.of(List.of(glob), List.of());
    return new DeleteOptions(true, filter, false, false, false, 0);
  }

  private void assertCanaryIsKept() {
    assertThat(folder.resolve("canary/kept")).hasContent("canary");
  }

  @Test
  void directory_thatIsFilledAgain_isLookedThroughAgain() {
    RunSummary summary =
        delete(
            recursively(),
            RemoveDirectory.class,
            sub,
            () -> {
              if (times.get() < LOOKS) {
                Files.createDirectory(sub.resolve("new " + times));
              }
            });
    assertThat(times).hasValue(LOOKS);
    assertThat(summary.failures()).isEmpty();
    assertThat(tree).doesNotExist();
    assertThat(summary.counts().files()).isEqualTo(2);
    assertThat(summary.counts().directories()).isEqualTo(LOOKS + 1);
  }

  @Test
  void directory_thatIsFilledForEver_isAFailureInTheEnd() {
    RunSummary summary =
        delete(
            recursively(),
            RemoveDirectory.class,
            sub,
            () -> Files.createFile(sub.resolve("new " + times)));
    assertThat(times).hasValue(LOOKS);
    assertThat(summary.failures())
        .extracting(Failure::toString)
        .containsExactly(sub + ": Directory not empty");
    assertThat(sub.resolve("new " + LOOKS)).exists();
    assertThat(tree.resolve("other")).doesNotExist();
    assertThat(summary.counts().directories()).isZero();
  }

  @Test
  void directory_whoseLinkComesBeforeItIsOpened_goesAsALink() throws IOException {
    RunSummary summary =
        delete(
            recursively(),
            DeleteDirectory.class,
            sub,
            () -> {
              Files.move(sub, folder.resolve("moved"));
              Files.createSymbolicLink(sub, folder.resolve("canary"));
            });
    assertThat(times).hasValue(1);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts().symbolicLinks()).isEqualTo(1);
    assertThat(tree).doesNotExist();
    assertThat(folder.resolve("moved/file")).exists();
    assertCanaryIsKept();
  }

  /**
   * Opened once, the directory is emptied where it is; the link has its name and is no directory.
   */
  @Test
  void directory_whoseLinkComesBeforeItIsRemoved_isNotRemovedThroughIt() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    RunSummary summary =
        delete(
            recursively(),
            RemoveDirectory.class,
            sub,
            () -> {
              Files.move(sub, folder.resolve("moved"));
              Files.createSymbolicLink(sub, empty);
            });
    assertThat(summary.failures())
        .extracting(Failure::toString)
        .containsExactly(sub + ": Not a directory");
    assertThat(empty).exists();
    assertThat(sub).isSymbolicLink();
  }

  @Test
  void file_thatTakesADirectorysPlace_goesOnlyIfTheFilterTakesIt() {
    RunSummary summary =
        delete(
            including("f*"),
            DeleteDirectory.class,
            sub,
            () -> {
              Files.move(sub, folder.resolve("moved"));
              Files.writeString(sub, "not meant");
            });
    assertThat(times).hasValue(1);
    assertThat(summary.failures()).isEmpty();
    assertThat(sub).hasContent("not meant");
  }

  @Test
  void directory_thatVanishesBeforeItIsOpened_isNoLoss() {
    RunSummary summary =
        delete(
            recursively(),
            DeleteDirectory.class,
            sub,
            () -> {
              Files.delete(sub.resolve("file"));
              Files.delete(sub);
            });
    assertThat(times).hasValue(1);
    assertThat(summary.failures()).isEmpty();
    assertThat(tree).doesNotExist();
  }

  @Test
  void directory_thatVanishesBeforeItIsRemoved_isNoLoss() {
    RunSummary summary = delete(recursively(), RemoveDirectory.class, sub, () -> Files.delete(sub));
    assertThat(times).hasValue(1);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts().directories()).isEqualTo(1);
    assertThat(tree).doesNotExist();
  }

  @Test
  void directory_thatCannotBeRemoved_keepsThoseItIsIn_butNothingElse() throws IOException {
    Path deep = Files.createDirectories(tree.resolve("a/b/c"));
    RunSummary summary =
        delete(
            recursively(),
            RemoveDirectory.class,
            deep,
            () -> Files.createFile(deep.resolve("new " + times)));
    assertThat(summary.failures()).hasSize(1);
    try (Stream<Path> walk = Files.walk(tree)) {
      assertThat(walk)
          .containsExactlyInAnyOrder(
              tree, tree.resolve("a"), tree.resolve("a/b"), deep, deep.resolve("new " + LOOKS));
    }
  }

  @Test
  void cancel_inTheMiddle_leavesTheRest_andCountsWhatIsGone() throws IOException {
    int made = 2;
    for (int i = 0; i < 50; i++) {
      Path directory = Files.createDirectory(tree.resolve("d" + i));
      Files.createFile(directory.resolve("file"));
      made++;
    }
    AtomicInteger tasks = new AtomicInteger();
    OperationEngine[] itself = new OperationEngine[1];
    try (OperationEngine engine =
        new OperationEngine(
            new ThreadEngine(2),
            task -> {
              if (tasks.incrementAndGet() == 20) {
                itself[0].cancel();
              }
              return task;
            })) {
      itself[0] = engine;
      RunSummary summary =
          engine.run(List.of(new Delete(Location.of(tree), recursively())), ProgressListener.NONE);
      assertThat(summary.cancelled()).isTrue();
      assertThat(summary.results().getFirst()).isInstanceOf(OperationResult.Cancelled.class);
      assertThat(summary.failures()).isEmpty();
      assertThat(summary.counts().files() + files()).isEqualTo(made);
      assertThat(files()).isPositive();
    }
  }

  private long files() throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void failFast_afterAFailure_beginsNothingMore() throws IOException {
    DeleteOptions options = new DeleteOptions(true, EntryFilter.ALL, false, false, true, 0);
    for (int i = 0; i < 50; i++) {
      Files.createFile(Files.createDirectory(tree.resolve("d" + i)).resolve("file"));
    }
    // All of them would fail, whichever comes first.
    try (OperationEngine engine =
        new OperationEngine(
            new DirectEngine(),
            task -> {
              if (task instanceof RemoveDirectory remove) {
                happen(() ->
                    Files.createFile(
                        Path.of(remove.subject()).resolve("new " + times.incrementAndGet())));
              }
              return task;
            })) {
      RunSummary summary =
          engine.run(List.of(new Delete(Location.of(tree), options)), ProgressListener.NONE);
      assertThat(summary.failures()).hasSize(1);
      assertThat(summary.cancelled()).isTrue();
      assertThat(times).hasValue(LOOKS);
    }
  }
}
