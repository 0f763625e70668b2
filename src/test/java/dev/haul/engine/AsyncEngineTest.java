package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Copy;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.OperationFuture;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AsyncEngineTest extends EngineContractTest {
  private static final int MIB = 1 << 20;

  @Override
  Engine open() {
    return Engines.open(EngineKind.ASYNC, EngineOptions.defaults().withWorkers(2).withDepth(4));
  }

  @Test
  void largeFiles_goThroughChannels() throws IOException {
    Path source = Files.createDirectory(folder.resolve("tree"));
    int files = 60;
    for (int i = 0; i < files; i++) {
      Files.write(source.resolve("file" + i), content(i, MIB));
    }
    try (Engine engine = open()) {
      RunSummary summary = copy(engine, source, folder.resolve("copy"));
      assertThat(summary.channelBytes()).isGreaterThanOrEqualTo(files * (long) MIB * 95 / 100);
      assertThat(summary.notes()).isEmpty();
    }
    for (int i = 0; i < files; i++) {
      assertThat(folder.resolve("copy/file" + i)).hasBinaryContent(content(i, MIB));
    }
    // The twin: threads have no channels.
    try (Engine engine = Engines.open(EngineKind.THREADS, new EngineOptions(2))) {
      assertThat(copy(engine, source, folder.resolve("by threads")).channelBytes()).isZero();
    }
  }

  @Test
  void smallFiles_takeTheShortWay() throws IOException {
    Path source = Files.createDirectory(folder.resolve("tree"));
    Files.write(source.resolve("small"), content(1, 64 << 10));
    Files.write(source.resolve("larger"), content(2, (64 << 10) + 1));
    try (Engine engine = open()) {
      assertThat(copy(engine, source, folder.resolve("copy")).channelBytes())
          .isEqualTo((64 << 10) + 1);
    }
  }

  @Test
  void manyFilesOnTheirWay_takeFewThreads() throws IOException {
    Path source = Files.createDirectory(folder.resolve("tree"));
    for (int i = 0; i < 100; i++) {
      Files.write(source.resolve("file" + i), content(i, MIB));
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int processors = Runtime.getRuntime().availableProcessors();
    int before = threads.getThreadCount();
    threads.resetPeakThreadCount();
    EngineOptions options = EngineOptions.defaults().withDepth(1000);
    try (Engine engine = Engines.open(EngineKind.ASYNC, options)) {
      assertThat(copy(engine, source, folder.resolve("copy")).isComplete()).isTrue();
      assertThat(threads.getPeakThreadCount() - before).isBetween(1, 2 * processors);
    }
    // The twin: as many files at once would take a thread engine as many threads.
    threads.resetPeakThreadCount();
    before = threads.getThreadCount();
    try (Engine engine = Engines.open(EngineKind.THREADS, options.withWorkers(50))) {
      copy(engine, source, folder.resolve("by threads"));
      assertThat(threads.getPeakThreadCount() - before).isGreaterThan(2 * processors);
    }
  }

  /** {@code -Dcount=100000} on demand. */
  @Test
  void manySubmitted_ofWhichSomeAreCancelled_addUp() throws IOException {
    int count = Integer.getInteger("count", 2000);
    Path source = Files.createDirectory(folder.resolve("sources"));
    Path target = Files.createDirectory(folder.resolve("targets"));
    int[] sizes = {0, 10, 5000, 70_000, 300_000};
    for (int size : sizes) {
      Files.write(source.resolve("" + size), content(size, size));
    }
    Random random = new Random(42);
    List<OperationFuture> futures = new ArrayList<>();
    Set<Integer> cancelled = new HashSet<>();
    try (Engine engine = Engines.open(EngineKind.ASYNC, EngineOptions.defaults())) {
      for (int i = 0; i < count; i++) {
        Path from = source.resolve("" + sizes[i % sizes.length]);
        futures.add(engine.submit(new Copy(from, target.resolve("copy" + i))));
        int chosen = random.nextInt(i + 1);
        if (random.nextInt(100) == 0 && futures.get(chosen).cancel(true)) {
          cancelled.add(chosen);
        }
      }
      CompletableFuture<?> all =
          CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
      all.handle((_, _) -> null).join();
    }
    int completed = 0;
    for (int i = 0; i < count; i++) {
      Path copy = target.resolve("copy" + i);
      if (futures.get(i).isCancelled()) {
        // Whole or not there: when it was cancelled, it may have been just done.
        assertThat(Files.notExists(copy) || Files.size(copy) == sizes[i % sizes.length]).isTrue();
      } else {
        assertThat(futures.get(i).join().counts().files()).isOne();
        assertThat(Files.mismatch(copy, source.resolve("" + sizes[i % sizes.length])))
            .isEqualTo(-1);
        completed++;
      }
    }
    assertThat(futures.stream().filter(CompletableFuture::isCancelled)).hasSameSizeAs(cancelled);
    assertThat(completed + cancelled.size()).isEqualTo(count);
    try (Stream<Path> left = Files.list(target)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith(".haul"))).isEmpty();
    }
    System.out.printf(
        "%d submitted, %d cancelled, %d completed%n", count, cancelled.size(), completed);
  }

  @Test
  void fileSystemInMemory_isCopiedThroughItsOwnChannels() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        Engine engine = open()) {
      Path source = Files.write(memory.getPath("file"), content(3, 5 * MIB));
      RunSummary summary = copy(engine, source, memory.getPath("copy"));
      assertThat(summary.isComplete()).isTrue();
      assertThat(summary.channelBytes()).isEqualTo(5 * MIB);
      assertThat(Files.mismatch(source, memory.getPath("copy"))).isEqualTo(-1);
    }
  }

  @Test
  void fileSystemWithoutChannels_isCopiedAllTheSameAndThatIsSaid() throws IOException {
    Path source = Files.write(folder.resolve("file"), content(4, MIB));
    Path archive = folder.resolve("archive.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"));
        Engine engine = open()) {
      RunSummary summary = copy(engine, source, zip.getPath("/copy"));
      assertThat(summary.failures()).isEmpty();
      assertThat(summary.channelBytes()).isZero();
      assertThat(summary.notes())
          .singleElement()
          .asString()
          .contains("could not be opened as asynchronous channels");
      assertThat(Files.mismatch(source, zip.getPath("/copy"))).isEqualTo(-1);
    }
  }

  private static RunSummary copy(Engine engine, Path source, Path target) {
    return engine.run(List.of(new Copy(source, target)), new ProgressListener() {});
  }

  private static byte[] content(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return Arrays.copyOf(content, size);
  }
}
