package dev.haul;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.FileTimeSource;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine of threads, and copies that end at once or when they are let go. */
@Timeout(60)
abstract class PythonFixture {
  @TempDir Path folder;

  static Engine open(int workers) {
    return Engines.open(EngineKind.THREADS, EngineOptions.defaults().withWorkers(workers));
  }

  final Copy copyOfFile(String content) throws IOException {
    Path source = Files.writeString(folder.resolve(content), content);
    return new Copy(source, folder.resolve("copy of " + content));
  }

  /**
   * A file whose copy stays under way until it is let go: it is in memory, and that file system
   * asks for the time whenever the file is read. Put it after the engine in a try: the engine's
   * close waits for what is held.
   */
  static final class Held implements AutoCloseable {
    static final String CONTENT = "held";

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Path file;
    private volatile FileTimeSource behaviour = Held::now;

    Held() throws IOException {
      Configuration memory =
          Configuration.unix().toBuilder().setFileTimeSource(() -> behaviour.now()).build();
      file = Files.writeString(Jimfs.newFileSystem(memory).getPath("/file"), CONTENT);
      Thread owner = Thread.currentThread();
      behaviour = () -> Thread.currentThread() == owner ? now() : waitAndTell();
    }

    private static FileTime now() {
      return FileTime.fromMillis(0);
    }

    private FileTime waitAndTell() {
      reached.countDown();
      awaitUninterrupted(released);
      return now();
    }

    void behaveAs(FileTimeSource other) {
      behaviour = other;
    }

    Copy copyTo(Path target) {
      return new Copy(file, target);
    }

    void awaitReached() {
      awaitUninterrupted(reached);
    }

    void release() {
      released.countDown();
    }

    @Override
    public void close() {
      release();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError("the test took too long", e);
      }
    }
  }
}
