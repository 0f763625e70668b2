package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.CopyOptions;
import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Files that are begun, moved and ended together. */
final class CopyingTogetherTest extends TaskFixture {
  private static final int AT_ONCE = 4;

  private final List<Integer> sizes = new ArrayList<>();
  private UnaryOperator<Mover.Moving> each = UnaryOperator.identity();

  /** As the engines do it, of so few, and with something that happens before. */
  private final class Grouping implements Mover {
    private final Mover inline = Mover.inline();

    @Override
    public int filesAtOnce() {
      return AT_ONCE;
    }

    @Override
    public void move(List<Moving> files, BooleanSupplier targetIsFull) {
      sizes.add(files.size());
      inline.move(files.stream().map(each).toList(), targetIsFull);
    }
  }

  private TaskReport copyTen(CopyOptions.Builder options) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      write(source.resolve("file" + i), "x".repeat(i), THEN);
      entries.add(new DirectoryEntry(Name.of("file" + i), FileType.REGULAR));
    }
    worker.moveBy(new Grouping());
    return worker.run(new CopyFiles(job(options), from, to, false, entries));
  }

  @Test
  void files_comeTogether_andAreAllCopied() throws IOException {
    assertThat(copyTen(CopyOptions.builder()).counts().files()).isEqualTo(10);
    assertThat(sizes).containsExactly(AT_ONCE, AT_ONCE, 2);
    assertThat(namesIn(target)).hasSize(10);
    assertThat(target.resolve("file7")).hasContent("xxxxxxx");
  }

  @Test
  void fileThatFails_keepsNoOther() throws IOException {
    Files.createDirectory(target.resolve("file2")); // conflicts when it is begun
    each =
        file -> {
          if (file.transfer().source().size() == 5) {
            appendOnce(source.resolve("file5")); // has changed when it is ended
          }
          return file;
        };
    TaskReport report = copyTen(CopyOptions.builder());
    assertThat(report.failures())
        .extracting(Failure::kind)
        .containsExactlyInAnyOrder(Kind.CONFLICT, Kind.CHANGED);
    assertThat(report.counts().files()).isEqualTo(8);
    assertThat(namesIn(target)).hasSize(9).doesNotContain("file5");
  }

  private void appendOnce(Path file) {
    try {
      if (Files.size(file) == 5) {
        Files.writeString(file, "more", StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void failFast_beginsNoMore() throws IOException {
    Files.createDirectory(target.resolve("file2"));
    TaskReport report = copyTen(CopyOptions.builder().failFast(true));
    assertThat(report.failures()).hasSize(1);
    assertThat(namesIn(target)).containsExactlyInAnyOrder("file0", "file1", "file2");
  }

  /** The others would only fail too. */
  @Test
  void fullTarget_takesBackWhatHasNotMoved() throws IOException {
    TransferMonitor full =
        _ -> {
          throw new FileSystemException("file", null, "No space left on device");
        };
    each =
        file ->
            file.transfer().source().size() < 2
                ? file
                : new Mover.Moving(file.transfer(), full, file.losses(), file.outcome());
    TaskReport report = copyTen(CopyOptions.builder());
    assertThat(report.failures()).hasSize(1);
    assertThat(namesIn(target)).containsExactlyInAnyOrder("file0", "file1");
  }

  @Test
  void cancelling_takesBackWhatIsOnItsWay() throws IOException {
    each =
        file -> {
          worker.cancel();
          return file;
        };
    TaskReport report = copyTen(CopyOptions.builder());
    assertThat(report.counts().files()).isZero();
    assertThat(report.isIncomplete()).isTrue();
    assertThat(namesIn(target)).isEmpty();
  }

  @Test
  void errorInHaulItself_takesBackWhatIsOnItsWay() throws IOException {
    TransferMonitor broken =
        _ -> {
          throw new IllegalStateException("broken");
        };
    each = file -> new Mover.Moving(file.transfer(), broken, file.losses(), file.outcome());
    assertThatThrownBy(() -> copyTen(CopyOptions.builder()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(namesIn(target)).isEmpty();
  }
}
