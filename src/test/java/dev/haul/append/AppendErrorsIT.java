package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.append.AppendChild.Mode;
import dev.haul.append.AppendChild.Task;
import dev.haul.append.Records.Content;
import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors in the middle of records: what stays in the file, and who is told. */
final class AppendErrorsIT {
  private static final int THREADS = 4;

  @TempDir private Path directory;

  private Appender open(Path target, AppendOptions options) throws IOException {
    return Appender.open(Location.of(target), options, new Intents(directory.resolve("intents")));
  }

  private Appender open(Path target) throws IOException {
    return open(target, AppendOptions.defaults());
  }

  /** What threads were told: how many of their records are there, and which errors they got. */
  private record Told(List<Integer> acknowledged, List<IOException> errors) {}

  /** Each thread appends until it gets an error. */
  private static Told appendUntilError(Appender appender, int size) throws InterruptedException {
    Integer[] acknowledged = new Integer[THREADS];
    IOException[] errors = new IOException[THREADS];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int writer = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int each = 0; errors[writer] == null; each++) {
                  acknowledged[writer] = each;
                  try {
                    appender.append(Records.make(writer, each, size));
                  } catch (IOException e) {
                    errors[writer] = e;
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Told(List.of(acknowledged), List.of(errors));
  }

  private static void assertExactly(Path target, Told told) throws IOException {
    Content content = Records.read(target);
    assertThat(content.torn()).isEmpty();
    for (int i = 0; i < THREADS; i++) {
      List<Integer> found = content.sequences().getOrDefault(i, List.of());
      assertThat(found).hasSize(told.acknowledged().get(i));
    }
  }

  @Test
  void fullFileSystem_endsAtTheEdgeOfARecord_everybodyIsTold_andItGoesOnWhenThereIsRoom()
      throws Exception {
    try (MountedImage image = MountedImage.tmpfs("size=1m")) {
      Path target = image.root().resolve("log");
      Path ballast = image.root().resolve("ballast");
      Files.write(ballast, new byte[100_000]);
      try (Appender appender = open(target)) {
        Told told = appendUntilError(appender, 7001);
        assertThat(told.errors())
            .allMatch(error -> error.toString().contains("No space left on device"));
        assertExactly(target, told);
        Files.delete(ballast);
        appender.append(Records.make(7, 0, 50_000));
      }
      assertThat(Records.read(target).sequences()).containsEntry(7, List.of(0));
    }
  }

  @Test
  void fullFileSystem_failsFuturesToo_andOnlyThoseOfRecordsThatAreNotThere() throws Exception {
    try (MountedImage image = MountedImage.tmpfs("size=1m")) {
      Path target = image.root().resolve("log");
      List<CompletableFuture<Void>> all = new ArrayList<>();
      AtomicInteger there = new AtomicInteger();
      try (Appender appender = open(target)) {
        for (int i = 0; i < 400; i++) {
          all.add(appender.submit(Records.make(0, i, 5000)).thenRun(there::incrementAndGet));
        }
      }
      assertThat(all).allMatch(CompletableFuture::isDone);
      Content content = Records.read(target);
      assertThat(content.torn()).isEmpty();
      assertThat(content.count()).isEqualTo(there.get()).isBetween(50, 300);
      assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally).count())
          .isEqualTo(400 - there.get());
    }
  }

  /** What can only grow cannot be cut back: there is room for all of it before it is written. */
  @Test
  void fullFileSystem_ofAFileThatOnlyGrows_endsAtTheEdgeOfARecord() throws Exception {
    Shell.needs("chattr");
    try (MountedImage image = MountedImage.image("ext4", 8 << 20)) {
      Path target = Files.createFile(image.root().resolve("log"));
      Shell shell = new Shell(image.root());
      shell.sh("chattr +a log").expectSuccess();
      try (Appender appender = open(target)) {
        Told told = appendUntilError(appender, 50_001);
        assertThat(told.errors())
            .allMatch(error -> error.toString().contains("No space left on device"));
        assertExactly(target, told);
      } finally {
        shell.sh("chattr -a log").expectSuccess();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"NONE", "DATA"})
  void fileSystemThatBecomesReadOnly_isTold(Durability durability) throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Path target = image.root().resolve("log");
      try (Appender appender = open(target, AppendOptions.defaults().withDurability(durability))) {
        appender.append(Records.make(0, 0, 100));
      }
      image.remount("ro");
      assertThatThrownBy(() -> open(target))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Read-only file system");
      assertThat(Records.read(target).disorder(1)).isEmpty();
    }
  }

  @Test
  void deviceWithoutRoom_isTold() throws Exception {
    try (Appender appender = open(Path.of("/dev/full"))) {
      Told told = appendUntilError(appender, 100);
      assertThat(told.acknowledged()).containsOnly(0);
      assertThat(told.errors())
          .allMatch(error -> error.toString().contains("No space left on device"));
    }
    try (Appender appender = open(Path.of("/dev/null"))) {
      appender.append(new byte[1000]);
    }
  }

  @Test
  void limitOnFileSizes_endsAtTheEdgeOfARecord() throws Exception {
    Path target = directory.resolve("log");
    Task task = new Task(target, 0, THREADS, 1000, 7001, Mode.EACH, true, true, Durability.NONE);
    List<String> command = new ArrayList<>(List.of("prlimit", "--fsize=300000"));
    command.addAll(task.command());
    try (Writer writer = Writer.start(directory.resolve("state"), command)) {
      while (writer.isAlive()) {
        writer.endsWithin(1000);
      }
      assertThat(writer.said()).contains("File too large");
      Content content = Records.read(target);
      assertThat(content.torn()).isEmpty();
      writer
          .acknowledged()
          .forEach((each, last) -> assertThat(content.sequences().get(each)).hasSize(last + 1));
      // Records that were to be written together are refused together.
      int most = 300_000 / (7001 + Records.HEAD);
      assertThat(content.count()).isBetween(most - THREADS, most);
    }
  }
}
