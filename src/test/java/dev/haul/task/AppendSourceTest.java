package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source on its way to the end of a file. */
final class AppendSourceTest extends TaskFixture {
  private static final String LINE = "1234567\n";

  /** What is read at once. */
  private static final int STEP = 1 << 20;

  private Path original = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void makesSource() throws IOException {
    original = Files.writeString(source.resolve("one"), LINE.repeat(3 * STEP / LINE.length()));
    log = target.resolve("log");
  }

  private AppendSource all() {
    AppendOptions options = AppendOptions.defaults();
    AppendJob job = new AppendJob(0, false, Location.of(log), RecordFormat.LINE, options);
    return AppendSource.all(job, from, ONE);
  }

  /** Else all that is known of is always done. */
  @Test
  void size_isKnownFromTheStart_andCountedOnce() {
    worker.crowd();
    Task rest = worker.run(all()).rest();
    assertThat(worker.progress().bytesMoved()).isBetween(1L, 3L * STEP - 1);
    while (rest != null) {
      assertThat(worker.progress().bytesFound()).isEqualTo(3L * STEP);
      rest = worker.run(rest).rest();
    }
    assertThat(worker.progress().bytesFound()).isEqualTo(3L * STEP);
    assertThat(worker.progress().bytesMoved()).isEqualTo(3L * STEP);
    assertThat(log).hasSameBinaryContentAs(original);
  }
}
