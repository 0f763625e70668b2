package dev.haul.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Attribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LinuxDirectoryTest extends DirectoryContractTest {
  @Override
  Path makeTop() {
    return disk;
  }

  @Override
  Root.Kind kind() {
    return Root.Kind.LINUX;
  }

  @Test
  void fileThatIsMadeUpAsItIsRead_endsWhereItEnds() throws IOException {
    Path top = Path.of("/sys/kernel");
    Path made = top.resolve("uevent_seqnum");
    require(Files.isReadable(made), made + " to read");
    Directory sys = open(top);
    SourceFile file = closedAfterwards(sys.openFile(name("uevent_seqnum")));
    FileTransfer transfer = file.transferTo(target, direct("copy"), keeping());
    transfer.moveData(_ -> {});
    transfer.complete(NOTHING_LOST);
    assertThat(file.stat().size()).isEqualTo(4096);
    assertThat(targetPath.resolve("copy")).hasContent(Files.readString(made).strip());
  }

  @Test
  void attributesOfLink_areItsOwnAndNotThoseOfWhatItNames() throws Exception {
    require("root".equals(System.getProperty("user.name")), "root");
    sourceFile("file", new byte[0]);
    Files.createSymbolicLink(sourcePath.resolve("link"), Path.of("file"));
    run("setfattr", "-h", "-n", "trusted.haul", "-v", "kept", sourcePath.resolve("link") + "");
    target.createSymbolicLink(
        byTemporary("copy", false),
        "file".getBytes(UTF_8),
        sourceEntry(name("link")),
        keeping(Attribute.XATTR),
        NOTHING_LOST);
    assertThat(run("getfattr", "-h", "-n", "trusted.haul", targetPath.resolve("copy") + ""))
        .contains("trusted.haul=\"kept\"");
  }

  @Test
  void accessControlListOfFifo_isKeptAndAnInheritedOneRemoved() throws Exception {
    String source = sourcePath.resolve("fifo").toString();
    run("mkfifo", "-m", "640", source);
    run("mkfifo", "-m", "640", sourcePath.resolve("plain") + "");
    run("setfacl", "-m", "u:12345:rw", source);
    run("setfacl", "-d", "-m", "u:54321:rw", targetPath.toString());
    for (String each : List.of("fifo", "plain")) {
      target.createSpecial(
          direct(each),
          sourceEntry(name(each)),
          keeping(Attribute.MODE, Attribute.ACL),
          NOTHING_LOST);
    }
    assertThat(run("getfacl", "-cpn", targetPath.resolve("fifo") + ""))
        .contains("user:12345:rw-")
        .doesNotContain("54321");
    assertThat(run("getfacl", "-cpn", targetPath.resolve("plain") + ""))
        .isEqualTo(run("getfacl", "-cpn", sourcePath.resolve("plain") + ""));
  }

  @Test
  void claim_removesWhatTheDeadHaveLeft() throws IOException {
    targetFile(".haul-0123456789abcdef-1", "left");
    targetFile(".haul-0123456789abcdef-12", "left");
    Files.createSymbolicLink(targetPath.resolve(".haul-00000000ffffffff-3"), Path.of("left"));
    targetFile(".haul-0123456789abcdef-x", "another's");
    targetFile(".haul-0123-1", "another's");
    Files.createDirectory(targetPath.resolve(".haul-0123456789abcdef-2"));
    target.claim(true);
    assertTargetHolds(".haul-0123456789abcdef-x", ".haul-0123-1", ".haul-0123456789abcdef-2");
  }

  @Test
  void claim_leavesWhatTheLivingAreAtWorkOn() throws IOException {
    Directory living = open(targetPath);
    living.claim(true);
    targetFile(".haul-0123456789abcdef-1", "at work");
    target.claim(true);
    assertTargetHolds(".haul-0123456789abcdef-1");
  }

  @Test
  void claim_afterTheLastOneHasClosed_removes() throws IOException {
    try (Directory living = open(targetPath)) {
      living.claim(true);
      targetFile(".haul-0123456789abcdef-1", "at work");
    }
    target.claim(true);
    assertTargetHolds();
  }

  /** As workers do that begin together: each has the directory open for itself. */
  @Test
  void claims_ofSeveralAtOnce_removeWhatTheDeadHaveLeft() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 50; round++) {
        targetFile(".haul-0123456789abcdef-1", "left");
        CyclicBarrier barrier = new CyclicBarrier(4);
        List<Directory> directories = new ArrayList<>();
        List<Callable<Integer>> claims = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Directory directory = open(targetPath);
          directories.add(directory);
          claims.add(() -> {
            int place = barrier.await();
            directory.claim(true);
            return place;
          });
        }
        for (Future<Integer> claim : threads.invokeAll(claims)) {
          claim.get();
        }
        assertTargetHolds();
        for (Directory directory : directories) {
          directory.close();
        }
      }
    }
  }

  @Test
  void claim_leavesWhatThisProcessMakesByJavaNio() throws IOException {
    sourceFile("file", "at work".getBytes(UTF_8));
    SourceFile file = closedAfterwards(open(sourcePath, Root.Kind.NIO).openFile(name("file")));
    Publication copy = byTemporary("copy", false);
    FileTransfer transfer = file.transferTo(open(targetPath, Root.Kind.NIO), copy, keeping());
    transfer.moveData(_ -> {});
    target.claim(true);
    transfer.complete(NOTHING_LOST);
    assertTargetHolds("copy");
  }

  @Test
  void claim_removesWhatAnEarlierRunOfThisProcessHasLeft() throws IOException {
    targetFile(TemporaryName.next().toString(), "left");
    target.claim(true);
    assertTargetHolds();
  }

  @Test
  void makePrivate_ofAFinishedDirectory_opensItToItsOwner() throws IOException {
    setMode(Files.createDirectory(targetPath.resolve("finished")), "r-xr-xr-x");
    try (Directory finished = target.openDirectory(name("finished"))) {
      finished.makePrivate();
      assertThat(finished.stat().mode()).isEqualTo(0700);
    }
  }
}
