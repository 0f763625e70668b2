package dev.haul.engine.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Attribute;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import dev.haul.fs.DataChannels;
import dev.haul.fs.Directory;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransferOptions;
import dev.haul.testing.Shell;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class DataPipeTest {
  private static final int SIZE = 5 * BufferPool.BUFFER_SIZE + 17;
  private static final TransferMonitor NOBODY = _ -> {};

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final BufferPool oneBuffer = new BufferPool(1);
  private @Nullable Directory directory;
  private byte[] content = new byte[SIZE];

  @BeforeEach
  void makeSource() throws IOException {
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("source"), content);
    Root.Kind kind = Roots.kindFor(List.of(Location.of(folder)));
    directory = Roots.open(new Root(1, Location.of(folder), kind));
  }

  @AfterEach
  void closeAll() throws IOException {
    executor.close();
    if (directory != null) {
      directory.close();
    }
  }

  @Test
  void manyPipes_withASingleBuffer_allEnd() throws IOException {
    AtomicLong moved = new AtomicLong();
    List<CompletableFuture<@Nullable IOException>> ends = new ArrayList<>();
    List<FileTransfer> transfers = new ArrayList<>();
    int pipes = 40;
    for (int i = 0; i < pipes; i++) {
      FileTransfer transfer = begin("copy" + i);
      transfers.add(transfer);
      ends.add(move(transfer, channels(transfer), moved::addAndGet));
    }
    for (int i = 0; i < pipes; i++) {
      assertThat(ends.get(i).join()).isNull();
      transfers.get(i).complete(_ -> {});
      assertThat(folder.resolve("copy" + i)).hasBinaryContent(content);
    }
    assertThat(moved).hasValue(pipes * (long) SIZE);
    assertThat(oneBuffer.poll()).isNotNull();
  }

  @Test
  void zeros_whereHolesMayBe_areLeftOut() throws IOException {
    content = new byte[SIZE];
    content[SIZE / 2] = 1;
    Files.write(folder.resolve("source"), content);
    FileTransfer transfer = begin("copy");
    DataChannels channels = channels(transfer);
    DataChannels leaving =
        new DataChannels(channels.source(), channels.target(), true, channels.naming());
    assertThat(move(transfer, leaving, NOBODY).join()).isNull();
    transfer.complete(_ -> {});
    assertThat(folder.resolve("copy")).hasBinaryContent(content);
    assertThat(allocated("copy")).isLessThanOrEqualTo(3L * BufferPool.BUFFER_SIZE);

    // The twin: all is written where that was not asked for.
    FileTransfer whole = begin("whole");
    assertThat(move(whole, channels(whole), NOBODY).join()).isNull();
    whole.complete(_ -> {});
    assertThat(allocated("whole")).isGreaterThanOrEqualTo(SIZE);
  }

  @Test
  void monitorThatStops_stopsThePipe() throws IOException {
    FileTransfer transfer = begin("copy");
    IOException stop = new InterruptedIOException("cancelled");
    TransferMonitor monitor =
        _ -> {
          throw stop;
        };
    assertThat(move(transfer, channels(transfer), monitor).join()).isSameAs(stop);
    transfer.abort();
    assertThat(folder.resolve("copy")).doesNotExist();
    assertThat(oneBuffer.poll()).isNotNull();
  }

  /** The second buffer is full, and waits for the first to be written from, when all ends. */
  @Test
  void error_whileMoreWasRead_givesBackBothBuffers() throws IOException {
    BufferPool twoBuffers = new BufferPool(2L * BufferPool.BUFFER_SIZE);
    FileTransfer transfer = begin("copy");
    IOException stop = new InterruptedIOException("cancelled");
    TransferMonitor monitor =
        _ -> {
          throw stop;
        };
    assertThat(move(transfer, channels(transfer), monitor, twoBuffers).join()).isSameAs(stop);
    transfer.abort();
    assertThat(twoBuffers.poll()).isNotNull();
    assertThat(twoBuffers.poll()).isNotNull();
  }

  @Test
  void executorThatTakesNoMore_isAnErrorAndGivesBackTheBuffers() throws IOException {
    for (int taken = 0; taken <= 4; taken++) {
      BufferPool twoBuffers = new BufferPool(2L * BufferPool.BUFFER_SIZE);
      FileTransfer transfer = begin("copy" + taken);
      DataChannels channels = transfer.openChannels(new Refusing(executor, taken));
      assumeTrue(channels != null, "needs /proc");
      CompletableFuture<@Nullable IOException> end =
          move(transfer, Objects.requireNonNull(channels), NOBODY, twoBuffers);
      assertThat(end.join()).hasCauseInstanceOf(OutOfMemoryError.class);
      transfer.abort();
      assertThat(twoBuffers.poll()).isNotNull();
      assertThat(twoBuffers.poll()).isNotNull();
    }
  }

  /** Fails as an executor does that needs one more thread and gets none. */
  private static final class Refusing extends AbstractExecutorService {
    private final ExecutorService executor;
    private final AtomicLong left;

    Refusing(ExecutorService executor, long taken) {
      this.executor = executor;
      this.left = new AtomicLong(taken);
    }

    @Override
    public void execute(Runnable operation) {
      if (left.getAndDecrement() <= 0) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      executor.execute(operation);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @Test
  void sourceThatGotShorter_isAnError() throws IOException {
    FileTransfer transfer = begin("copy");
    DataChannels channels = channels(transfer);
    try (FileChannel source =
        FileChannel.open(folder.resolve("source"), StandardOpenOption.WRITE)) {
      source.truncate(SIZE / 2);
    }
    assertThat(move(transfer, channels, NOBODY).join()).isInstanceOf(SourceChangedException.class);
    transfer.abort();
  }

  @Test
  void brokenChannel_isAnErrorThatNamesTheFiles() throws IOException {
    FileTransfer transfer = begin("copy");
    DataChannels channels = channels(transfer);
    channels.target().close();
    IOException error = move(transfer, channels, NOBODY).join();
    assertThat(error).isInstanceOf(FileSystemException.class);
    assertThat(error).hasMessageContainingAll("source", "copy");
    transfer.abort();
    assertThat(oneBuffer.poll()).isNotNull();
  }

  /** As on file systems that cannot express such a mode, FAT for one. */
  @Test
  void readOnlyCopy_thatCannotBeMadeWritable_isMovedByTheOpenFiles() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("source"), PosixFilePermissions.fromString("r--r--r--"));
    begin("known").abort(); // from now on, files are made with their final mode
    FileTransfer transfer = begin("copy");
    assertThat(Files.getPosixFilePermissions(folder.resolve("copy"))).hasSize(3);
    assumeTrue(chattr("+a"), "needs to be allowed to make a file append-only");
    try {
      assertThat(transfer.openChannels(executor)).isNull();
    } finally {
      chattr("-a");
    }
    transfer.moveData(NOBODY);
    transfer.complete(_ -> {});
    assertThat(folder.resolve("copy")).hasBinaryContent(content);
  }

  private boolean chattr(String flag) throws IOException, InterruptedException {
    Shell.needs("chattr");
    return new ProcessBuilder("chattr", flag, folder.resolve("copy").toString()).start().waitFor()
        == 0;
  }

  private Directory directory() {
    return Objects.requireNonNull(directory);
  }

  private FileTransfer begin(String copy) throws IOException {
    TransferOptions options =
        new TransferOptions(
            Set.of(Attribute.MODE),
            ModeChange.NONE,
            Ownership.NONE,
            Durability.NONE,
            Reflink.NEVER,
            Sparse.NEVER,
            false);
    SourceFile source = directory().openFile(Name.of("source"));
    return source.transferTo(directory(), Publication.direct(Name.of(copy)), options);
  }

  private DataChannels channels(FileTransfer transfer) throws IOException {
    DataChannels channels = transfer.openChannels(executor);
    if (channels == null) {
      throw new TestAbortedException("needs /proc");
    }
    return channels;
  }

  private CompletableFuture<@Nullable IOException> move(
      FileTransfer transfer, DataChannels channels, TransferMonitor monitor) {
    return move(transfer, channels, monitor, oneBuffer);
  }

  private static CompletableFuture<@Nullable IOException> move(
      FileTransfer transfer, DataChannels channels, TransferMonitor monitor, BufferPool buffers) {
    CompletableFuture<@Nullable IOException> end = new CompletableFuture<>();
    new DataPipe(transfer, channels, monitor, buffers, end::complete).start();
    return end;
  }

  private long allocated(String name) throws IOException {
    return directory().stat(Name.of(name)).allocated();
  }
}
