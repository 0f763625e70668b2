package dev.haul.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.RecordFormat;
import dev.haul.append.AppendTransfer;
import dev.haul.fs.TransferMonitor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.BooleanSupplier;
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

  @Test
  void sourceThatBecomesShorter_isAFailure_thatSaysWhatIsThere() throws IOException {
    worker.moveBy(new Shortening());
    List<Failure> failures = worker.run(all()).failures();
    long added = Files.size(log);
    assertThat(added).isBetween(1L, 2L * STEP);
    assertThat(failures)
        .singleElement()
        .returns(Failure.Kind.CHANGED, Failure::kind)
        .returns(
            "changed while it was read; " + added + " bytes were added before", Failure::reason);
  }

  /** Has the source cut when its first step has been read. */
  private final class Shortening implements Mover {
    @Override
    public void move(List<Moving> files, BooleanSupplier targetIsFull) {
      throw new AssertionError();
    }

    @Override
    public void append(AppendTransfer transfer, TransferMonitor monitor, Outcome outcome) {
      Mover.super.append(transfer, _ -> cut(), outcome);
    }

    private void cut() throws IOException {
      try (FileChannel file = FileChannel.open(original, StandardOpenOption.WRITE)) {
        file.truncate(STEP);
      }
    }
  }
}
