package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The asynchronous engine as a process of its own. */
final class AsyncIT {
  /** When a call began and how long it took, as {@code strace -ttt -T} writes it. */
  private static final Pattern TRANSFER =
      Pattern.compile("^([0-9.]+) (pread64|pwrite64|copy_file_range)\\(.* <([0-9.]+)>$");

  @TempDir private Path directory;
  private Shell shell = new Shell(Path.of(""));

  private record Call(boolean reads, double begin, double end, String thread) {
    boolean overlaps(Call other) {
      return begin < other.end && other.begin < end;
    }
  }

  @BeforeEach
  void openShell() {
    shell = new Shell(directory);
  }

  @Test
  void manyFiles_withFewDescriptors_areCopied() throws Exception {
    shell
        .sh("mkdir tree; cd tree; for i in $(seq 300); do head -c 100000 /dev/urandom >$i; done")
        .expectSuccess();
    shell.sh("ulimit -n 64; exec \"$H\" copy -e async --depth 512 tree copy; ").expectSuccess();
    shell.sh("diff -r tree copy").expectSuccess();
  }

  @Test
  void buffers_fitIntoASmallHeap() throws Exception {
    shell.sh(
        "mkdir tree; cd tree; for i in $(seq 200); do head -c 1m /dev/zero | tr '\\0' a >$i; done");
    shell
        .sh(
            "HAUL_JAVA_OPTIONS='-Xmx64m' \"$H\" copy -e async --depth 1000 --reflink=never tree copy")
        .expectSuccess();
    shell.sh("diff -r tree copy").expectSuccess();
  }

  @Test
  void readsOfOtherThreads_overlapWrites() throws Exception {
    Shell.needs("strace");
    assumeTrue(shell.sh("strace -o trace true").code() == 0, "needs to be allowed to trace");
    shell
        .sh("mkdir tree; for i in $(seq 8); do head -c 8m /dev/urandom >tree/$i; done")
        .expectSuccess();
    assertThat(overlaps("copy -e async --reflink=never tree copy")).isGreaterThan(10);
    // The twin: one thread does one thing at a time.
    assertThat(overlaps("copy -j 1 --reflink=never tree copy-of-one")).isZero();
  }

  /** How many writes had a read of another thread beside them. */
  private long overlaps(String command) throws Exception {
    shell
        .sh(
            "rm -rf traces; mkdir traces; strace -ff -ttt -T -e signal=none -o traces/t"
                + " -e trace=pread64,pwrite64 \"$H\" "
                + command)
        .expectSuccess();
    List<Call> calls = new ArrayList<>();
    try (Stream<Path> traces = Files.list(directory.resolve("traces"))) {
      for (Path trace : traces.toList()) {
        addCalls(trace, calls);
      }
    }
    return calls.stream()
        .filter(write -> !write.reads())
        .filter(write ->
            calls.stream()
                .anyMatch(read ->
                    read.reads() && !read.thread().equals(write.thread()) && read.overlaps(write)))
        .count();
  }

  private static void addCalls(Path trace, List<Call> calls) throws IOException {
    for (String line : Files.readAllLines(trace)) {
      Matcher call = TRANSFER.matcher(line);
      if (call.find()) {
        double begin = Double.parseDouble(call.group(1));
        double took = Double.parseDouble(call.group(3));
        boolean reads = call.group(2).startsWith("pread");
        calls.add(new Call(reads, begin, begin + took, trace.toString()));
      }
    }
  }
}
