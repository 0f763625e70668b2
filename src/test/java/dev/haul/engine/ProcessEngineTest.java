package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Copy;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.OperationResult;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessEngineTest extends EngineContractTest {
  @Override
  Engine open() {
    return Engines.open(EngineKind.PROCESSES, EngineOptions.defaults().withWorkers(2));
  }

  @Test
  void copyFromAFileSystemOfThisProcessAlone_isRefused() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        Engine engine = open()) {
      Path source = Files.writeString(memory.getPath("file"), "content");

      OperationResult result = engine.submit(new Copy(source, folder.resolve("copy"))).join();

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> assertThat(failure.reason()).contains("worker processes cannot open"));
      assertThat(folder.resolve("copy")).doesNotExist();
    }
  }

  /** Workers that only pass on what this process reads would be threads by another name. */
  @Test
  void data_isMovedByTheWorkersAlone() throws IOException {
    int size = 64 << 20;
    Path source = Files.write(folder.resolve("large"), new byte[size]);
    long before = moved();
    try (Engine engine = open()) {
      engine.submit(new Copy(source, folder.resolve("copy"))).join();
      // Asked as long as the workers live: what a child has moved counts for its parent afterwards.
      assertThat(moved() - before).isLessThan(size / 8);
    }
    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(source);

    // The twin: the thread engine does move it here.
    before = moved();
    try (Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(1))) {
      engine.submit(new Copy(source, folder.resolve("by a thread"))).join();
    }
    assertThat(moved() - before).isGreaterThan(size);
  }

  /** Bytes this process has read and written, by whatever call: proc_pid_io(5). */
  private static long moved() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar") || line.startsWith("wchar"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}
