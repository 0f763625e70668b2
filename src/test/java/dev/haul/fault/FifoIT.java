package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.testing.Shell;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever waits at the other end of a FIFO does not notice that it is copied. */
final class FifoIT {
  private static final String WRITES = "echo content >\"$0\"";

  /** What the kernel calls it to wait for somebody who reads. */
  private static final String WAITING = "wait_for_partner";

  @ParameterizedTest
  @ValueSource(strings = {"--no-special", "--special"})
  void fifo_withAWaitingWriter_isNotOpened(String option) throws Exception {
    try (Place place = Place.make()) {
      Path fifo = makeSource(place);
      try (ChildProcess writer = ChildProcess.plain("sh", "-c", WRITES, fifo.toString())) {
        awaitWaiting(writer);
        Shell shell = new Shell(place.root());
        List<String> words =
            option.equals("--special")
                ? List.of("copy", "-q", option, "source", "target")
                : List.of("copy", "-q", "source", "target");
        assertThat(shell.haul(words.toArray(String[]::new)).code()).isZero();
        assertThat(place.resolve("target/file")).exists();
        assertThat(Files.exists(place.resolve("target/fifo"))).isEqualTo(words.contains(option));
        assertThat(writer.isRunning()).isTrue();
        assertThat(writer.waitsIn()).isEqualTo(WAITING);

        assertThat(shell.sh("cat source/fifo").expectSuccess()).isEqualTo("content\n");
        assertThat(writer.await().code()).isZero();
      }
    }
  }

  /** The twin: who opens it just for a moment lets the writer go. */
  @Test
  void fifo_thatIsOpenedForAMoment_isFoundToHaveBeen() throws Exception {
    try (Place place = Place.make()) {
      Path fifo = makeSource(place);
      try (ChildProcess writer = ChildProcess.plain("sh", "-c", WRITES, fifo.toString())) {
        awaitWaiting(writer);
        new Shell(place.root()).sh("dd if=source/fifo iflag=nonblock count=0").expectSuccess();
        writer.await();
        assertThat(writer.isRunning()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chmod g+w source", "chmod o+w source", "chmod a+w,+t source"})
  void fifo_thatTakesAFilesPlaceWhereOthersMayRename_isNotOpened(String change) throws Exception {
    openedAsAFile(
        change,
        writer -> {
          assertThat(writer.isRunning()).isTrue();
          assertThat(writer.waitsIn()).isEqualTo(WAITING);
        });
  }

  @Test
  void fifo_thatTakesAFilesPlaceInADirectoryOfAnother_isNotOpened() throws Exception {
    Shell.needsRoot();
    openedAsAFile("chown 4711 source", writer -> assertThat(writer.waitsIn()).isEqualTo(WAITING));
  }

  /**
   * The twin, and what is promised where nobody else could have put it there: no more than that.
   */
  @Test
  void fifo_thatTakesAFilesPlaceWhereNobodyElseMayRename_isLeftAtOnce() throws Exception {
    openedAsAFile("chmod go-w source", ChildProcess::await);
  }

  private interface Check {
    void of(ChildProcess writer) throws Exception;
  }

  /**
   * Opens a FIFO in a directory that was changed so, as if it had been a file when that was read.
   */
  private static void openedAsAFile(String change, Check check) throws Exception {
    try (Place place = Place.make()) {
      Path fifo = makeSource(place);
      new Shell(place.root()).sh(change).expectSuccess();
      Root root = new Root(1, Location.of(place.resolve("source")), Root.Kind.LINUX);
      try (ChildProcess writer = ChildProcess.plain("sh", "-c", WRITES, fifo.toString());
          Directory source = Roots.open(root)) {
        awaitWaiting(writer);
        assertThatThrownBy(() -> source.openFile(Name.of("fifo")))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("is no longer a regular file");
        check.of(writer);
        source.openFile(Name.of("file")).close();
      }
    }
  }

  private static Path makeSource(Place place) throws Exception {
    new Shell(place.root())
        .sh("mkdir source; mkfifo source/fifo; echo >source/file")
        .expectSuccess();
    return place.resolve("source/fifo");
  }

  private static void awaitWaiting(ChildProcess writer) throws Exception {
    assumeTrue(showsWaiting(), "needs to see what processes wait for");
    writer.awaitThat("waits at the FIFO", () -> writer.waitsIn().equals(WAITING));
  }

  /** Of all the threads here most wait for something. */
  private static boolean showsWaiting() throws Exception {
    return !new Shell(Path.of("/proc/" + ProcessHandle.current().pid()))
        .sh("cat task/*/wchan | tr -d 0")
        .out()
        .isEmpty();
  }

  @Test
  void devicesAndSockets_areNotOpened() throws Exception {
    Shell.needsRoot();
    Shell.needs("strace");
    try (Place place = Place.make();
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Shell shell = new Shell(place.root());
      assumeTrue(
          shell.sh("mkdir source; mknod source/special-device c 1 3").code() == 0, "needs devices");
      socket.bind(UnixDomainSocketAddress.of(place.resolve("source/special-socket")));
      assumeTrue(shell.sh("strace -o trace true").code() == 0, "needs to be allowed to trace");
      String trace = "strace -f -e trace=open,openat,openat2 -o trace ";
      for (String option : List.of("", "--special")) {
        shell.sh(trace + "\"$H\" copy -q " + option + " source target" + option).expectSuccess();
        assertThat(opened(place)).isEmpty();
      }
      assertThat(place.resolve("target--special/special-device")).exists();
      assertThat(place.resolve("target--special/special-socket")).exists();

      // The twin.
      shell.sh(trace + "cat source/special-device").expectSuccess();
      assertThat(opened(place)).hasSize(1);
    }
  }

  private static List<String> opened(Place place) throws Exception {
    return Shell.read(place.resolve("trace"))
        .lines()
        .filter(line -> line.contains("special-") && !line.contains("O_PATH"))
        .toList();
  }
}
