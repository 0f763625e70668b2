package dev.haul.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.CopyOptions;
import dev.haul.Location;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyFiles;
import dev.haul.task.CopyJob;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.Task;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes, and processes that are none, at the other end of a connection. */
final class WorkerProcessTest {
  private static final String LONG = "a long name of a directory or of a file ".repeat(5);

  @TempDir Path folder;

  private static WorkerProcess impostor(String script) throws IOException {
    return WorkerProcess.start(1, List.of("sh", "-c", script));
  }

  private Task copy(FileIdentity expected) throws IOException {
    Root root = new Root(1, Location.of(folder), Roots.kindFor(List.of()));
    FileIdentity top;
    try (var opened = Roots.open(root)) {
      top = opened.ref().identity();
    }
    DirectoryRef directory = DirectoryRef.root(root, top).child(Name.of("inside"), expected);
    CopyJob job = new CopyJob(1, 1, 1, false, CopyOptions.defaults(), Purpose.COPY);
    Name name = Name.of("secret");
    return new CopyEntry(
        job, directory, name, DirectoryRef.root(root, top), Name.of("copy"), false, false);
  }

  private FileIdentity makeInside() throws IOException {
    Files.createDirectory(folder.resolve("inside"));
    Files.writeString(folder.resolve("inside/secret"), "content");
    try (var opened =
        Roots.open(new Root(2, Location.of(folder.resolve("inside")), Root.Kind.LINUX))) {
      return opened.ref().identity();
    }
  }

  /** Whoever did not stop it must not take that for the whole. */
  @Test
  void taskThatIsStopped_isAnsweredAsThat() throws Exception {
    FileIdentity inside = makeInside();
    WorkerProcess worker = WorkerProcess.start(1);
    worker.greet();
    worker.send(new Message.Stop(1));
    worker.send(new Message.Run(1, copy(inside), true, null));
    assertThat(done(worker).stopped()).isTrue();
    assertThat(folder.resolve("copy")).doesNotExist();
    worker.send(new Message.Run(2, copy(inside), true, null));
    assertThat(done(worker).stopped()).isFalse();
    assertThat(folder.resolve("copy")).exists();
    worker.dismiss();
  }

  @Test
  void worker_runsATask_andLeavesWhenDismissed() throws Exception {
    FileIdentity inside = makeInside();
    WorkerProcess worker = WorkerProcess.start(1);
    worker.greet();
    worker.send(new Message.Run(9, copy(inside), true, null));
    assertThat(done(worker).outcome().report().failures()).isEmpty();
    assertThat(folder.resolve("copy")).hasContent("content");
    worker.dismiss();
    assertThatThrownBy(worker::receive).isInstanceOf(EOFException.class);
  }

  /** A worker reaches nothing through a link, wherever the names seem to lead. */
  @Test
  void worker_refusesADirectoryThatIsALinkByNow() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("inside"), outside);
    WorkerProcess worker = WorkerProcess.start(1);
    worker.greet();
    worker.send(new Message.Run(1, copy(new FileIdentity(1, 2)), true, null));
    assertThat(done(worker).outcome().report().failures()).hasSize(1);
    assertThat(folder.resolve("copy")).doesNotExist();
    worker.dismiss();
  }

  /** Whoever writes does not read meanwhile: if neither side did, both would wait for ever. */
  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void worker_readsOn_whileNobodyReadsItsLongAnswer() throws Exception {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 2000; i++) {
      Files.createDirectory(many.resolve(LONG + i));
    }
    Root root = new Root(1, Location.of(folder), Roots.kindFor(List.of()));
    DirectoryRef top;
    try (var opened = Roots.open(root)) {
      top = opened.ref();
    }
    CopyJob job = new CopyJob(1, 1, 1, false, CopyOptions.defaults(), Purpose.COPY);
    WorkerProcess worker = WorkerProcess.start(1);
    worker.greet();
    Task answeredAtLength =
        new CopyDirectory(job, top, Name.of("many"), top, Name.of("copy"), false, EntryBatch.START);
    worker.send(new Message.Run(1, answeredAtLength, true, null));
    DirectoryEntry entry = new DirectoryEntry(Name.of(LONG), FileType.REGULAR);
    Task longQuestion = new CopyFiles(job, top, top, false, Collections.nCopies(1000, entry));
    for (int request = 2; request < 50; request++) {
      worker.send(new Message.Run(request, longQuestion, true, null));
    }
    for (int request = 1; request < 50; request++) {
      assertThat(done(worker).request()).isEqualTo(request);
    }
    worker.dismiss();
  }

  private static Message.Done done(WorkerProcess worker) throws IOException {
    while (true) {
      if (worker.receive() instanceof Message.Done done) {
        return done;
      }
    }
  }

  @Test
  void processThatSaysSomethingElse_isNoWorker() throws Exception {
    WorkerProcess process = impostor("echo 'Hello, world! What a lovely day it is'; cat");
    ProtocolException error = error(process);
    assertThat(error).hasMessageContaining("frame");
    WorkerEnd end = process.end(error);
    assertThat(end.words()).contains("makes no sense");
    assertThat(end.killed()).isFalse();
  }

  private static ProtocolException error(WorkerProcess process) {
    try {
      process.greet();
    } catch (ProtocolException e) {
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("greeted");
  }

  @Test
  void processThatEnds_isQuotedWithItsLastWords() throws Exception {
    WorkerProcess process = impostor("echo 'no memory left' >&2; exit 3");
    assertThatThrownBy(process::greet).isInstanceOf(EOFException.class);
    assertThat(process.end(new EOFException()).words())
        .isEqualTo("ended with exit code 3, its last words: no memory left");
  }
}
