package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.DeleteOptions;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.Name;
import dev.haul.task.Outcome.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far a task goes with what it finds. */
final class SubtreeRunTest extends TaskFixture {
  @Test
  void smallTree_isDoneInOneGo() throws IOException {
    Files.createDirectories(source.resolve("tree/a/b"));
    Files.createFile(source.resolve("tree/a/b/file"));
    Files.createDirectories(source.resolve("tree/c"));
    Outcome outcome = delete(() -> true);
    assertThat(outcome.isWhole()).isTrue();
    assertThat(outcome.report().counts().directories()).isEqualTo(4);
    assertThat(outcome.report().counts().files()).isEqualTo(1);
    assertThat(source.resolve("tree")).doesNotExist();
  }

  @Test
  void withoutTime_whatIsFoundIsHandedOn() throws IOException {
    Files.createDirectories(source.resolve("tree/a"));
    Files.createDirectories(source.resolve("tree/b"));
    Outcome outcome = delete(() -> false);
    assertThat(outcome.found()).hasSize(2).allMatch(found -> found.outcome() == null);
    assertThat(outcome.report().finish()).isInstanceOf(RemoveDirectory.class);
    assertThat(source.resolve("tree/a")).exists();
  }

  @Test
  void chainOfDirectories_isFollowedSoFar() throws IOException {
    Files.createDirectories(source.resolve("tree" + "/d".repeat(2 * SubtreeRun.DEEPEST)));
    Outcome outcome = delete(() -> true);
    int depth = 0;
    for (Outcome at = outcome; at != null; at = next(at)) {
      assertThat(at.report().finish()).isInstanceOf(RemoveDirectory.class);
      depth++;
    }
    assertThat(depth).isEqualTo(SubtreeRun.DEEPEST + 1);
  }

  private static @Nullable Outcome next(Outcome outcome) {
    assertThat(outcome.found()).hasSize(1);
    Found found = outcome.found().getFirst();
    return found.outcome();
  }

  private Outcome delete(BooleanSupplier hasTime) {
    DeleteJob job = new DeleteJob(1, 1, false, DeleteOptions.defaults().withRecursion());
    return worker.runSubtree(
        new DeleteDirectory(job, from, Name.of("tree"), null, EntryBatch.START, 0), hasTime);
  }

  @Test
  void cancelled_goesOnWithNothing() throws IOException {
    Files.createDirectories(source.resolve("tree/a"));
    Outcome outcome =
        delete(() -> {
          worker.cancel();
          return true;
        });
    assertThat(outcome.found()).hasSize(1).allMatch(found -> found.outcome() == null);
    assertThat(source.resolve("tree/a")).exists();
  }
}
