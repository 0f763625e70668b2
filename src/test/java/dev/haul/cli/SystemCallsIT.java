package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.testing.MountedImage;
import dev.haul.testing.NastyTree;
import dev.haul.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many system calls a small file costs, with its share of its directory's, and that those who
 * copy name nothing by a path.
 *
 * <p>Counted is every call of every thread that takes a path or a descriptor, as strace sorts them
 * ({@code %file} and {@code %desc}) but for {@code mmap}, with which the JVM reserves memory. The
 * same of a tree with one file is taken off: that is the start and the end of the program.
 */
final class SystemCallsIT {
  private static final int DIRECTORIES = 100;
  private static final int FILES_IN_EACH = 20;

  private static final double MOST_FOR_A_NEW_FILE = 11;
  private static final double MOST_FOR_A_REPLACED_FILE = 13;

  /** A thread and the beginning of a call; what comes of an interrupted one has no name. */
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)");

  /** The first string of a call is its path, but that symlinkat has the text of the link first. */
  private static final Pattern BY_PATH =
      Pattern.compile("^(\"([^\"\\\\]|\\\\.)*\"[.]*, (?=[A-Z0-9_]+, \"))?+[^\"]*(AT_FDCWD|\"/)");

  private static final Set<String> WITHOUT_PATH =
      Set.of("read", "write", "pread64", "pwrite64", "flistxattr", "getdents64");

  /**
   * The umask and where this process's descriptors are, once each; links, FIFOs and devices have no
   * other way to their attributes.
   */
  private static final Pattern DOCUMENTED =
      Pattern.compile("\"/proc/self/status\"|\"/proc/self/fd(/\\d+[/\"]|\")");

  @TempDir private static Path directory;
  private static Shell shell = new Shell(Path.of(""));

  private record Call(String thread, String name, String arguments) {
    boolean goesByPath() {
      return !WITHOUT_PATH.contains(name) && BY_PATH.matcher(arguments).find();
    }

    boolean isDocumented() {
      return DOCUMENTED.matcher(arguments).find();
    }
  }

  @BeforeAll
  static void makesTrees() throws Exception {
    Shell.needs("strace");
    shell = new Shell(directory);
    assumeTrue(shell.sh("strace -o trace true").code() == 0, "needs to be allowed to trace");
    makeTree("tree", DIRECTORIES, FILES_IN_EACH);
    makeTree("least", 1, 1);
  }

  private static void makeTree(String name, int directories, int filesInEach) throws Exception {
    for (int i = 0; i < directories; i++) {
      Path made = Files.createDirectories(directory.resolve(name + "/d" + i));
      for (int j = 0; j < filesInEach; j++) {
        Files.writeString(made.resolve("f" + j), "content " + j);
      }
    }
  }

  private static List<Call> trace(String command) throws Exception {
    shell
        .sh("strace -f --seccomp-bpf -e trace=%file,%desc -e signal=none -o trace " + command)
        .expectSuccess();
    return Shell.read(directory.resolve("trace"))
        .lines()
        .map(CALL::matcher)
        .filter(Matcher::find)
        .map(match -> new Call(match.group(1), match.group(2), match.group(3)))
        .filter(call -> !call.name().equals("mmap"))
        .toList();
  }

  /** The calls that one more file is worth. */
  private static double callsAFile(String command) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    trace(command + " tree/. target").forEach(call -> counts.merge(call.name(), 1, Integer::sum));
    trace(command + " least/. target-of-least")
        .forEach(call -> counts.merge(call.name(), -1, Integer::sum));
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    // In tenths: a start of the JVM is not like another one to the last call.
    double each = Math.round(10.0 * total / (DIRECTORIES * FILES_IN_EACH - 1)) / 10.0;
    counts.values().removeIf(count -> Math.abs(count) < DIRECTORIES / 2);
    System.out.printf(
        Locale.ROOT, "%s: %d calls, %.1f a small file, %s%n", command, total, each, counts);
    return each;
  }

  @Test
  void smallFile_newOrReplaced_costsFewCalls() throws Exception {
    assertThat(callsAFile("$H copy -j 2 -T")).isLessThanOrEqualTo(MOST_FOR_A_NEW_FILE);
    assertThat(callsAFile("$H copy -j 2 -fT")).isLessThanOrEqualTo(MOST_FOR_A_REPLACED_FILE);
    shell.sh("diff -r tree target").expectSuccess();
  }

  @Test
  void largeFile_isMovedByAsManyThreadsAsMayWork_butTwo() throws Exception {
    shell.sh("head -c 64M /dev/urandom > large").expectSuccess();
    assertThat(threadsThatWrite("$H copy --reflink=never -j 4 large of-four")).hasSize(2);
    assertThat(threadsThatWrite("$H copy --reflink=never -j 1 large of-one")).hasSize(1);
    shell.sh("cmp large of-four && cmp large of-one").expectSuccess();
  }

  private static Set<String> threadsThatWrite(String command) throws Exception {
    return trace(command).stream()
        .filter(call -> call.name().equals("pwrite64"))
        .map(Call::thread)
        .collect(Collectors.toSet());
  }

  /** The twin: cp makes more calls, and by the absolute paths that it is given. */
  @Test
  void copy_byCp_isFoundToCostMoreAndToGoByPaths() throws Exception {
    assertThat(callsAFile("cp -a")).isGreaterThan(MOST_FOR_A_NEW_FILE);
    assertThat(ofWorkers(trace("cp -a $PWD/tree/d1 $PWD/by-path")))
        .filteredOn(Call::goesByPath)
        .hasSizeGreaterThan(FILES_IN_EACH);
  }

  @Test
  void entries_ofAllKinds_areReachedBelowOpenDirectories() throws Exception {
    try (MountedImage image = MountedImage.Kind.TMPFS.make()) {
      Path source = NastyTree.make(image.root().resolve("source"));
      String operands = source + " " + image.root().resolve("copy");
      for (String options : List.of("", "-f", "-u", "-f --verify")) {
        List<Call> calls =
            ofWorkers(trace("$H copy --special -j 2 -T " + options + " " + operands));
        assertThat(calls).hasSizeGreaterThan(1000);
        assertThat(calls).filteredOn(Call::goesByPath).filteredOn(c -> !c.isDocumented()).isEmpty();
      }
    }
  }

  /** On tmpfs it would only cost: pages are filled with zeros first. */
  @Test
  void append_ofMuch_hasExt4GiveTheRoomFirst_andNoOther() throws Exception {
    shell.sh("head -c 4M /dev/zero | tr '\\0' '\\n' > much; head -c 64K much > little");
    try (MountedImage ext4 = MountedImage.Kind.EXT4.make();
        MountedImage tmpfs = MountedImage.Kind.TMPFS.make()) {
      assertThat(reservations("much", ext4)).isGreaterThanOrEqualTo(4);
      assertThat(reservations("little", ext4)).isZero();
      assertThat(reservations("much", tmpfs)).isZero();
    }
  }

  private static long reservations(String source, MountedImage target) throws Exception {
    String log = target.root().resolve("log-of-" + source).toString();
    long count =
        trace("$H append " + log + " " + source).stream()
            .filter(call -> call.name().equals("fallocate"))
            .count();
    shell.sh("cmp " + source + " " + log).expectSuccess();
    return count;
  }

  /**
   * Of those who set times, since the others plan, wait and tell; from when the first directory is
   * read: what comes before resolves the operands.
   */
  private static List<Call> ofWorkers(List<Call> calls) {
    Set<String> workers =
        calls.stream()
            .filter(call -> call.name().equals("utimensat"))
            .map(Call::thread)
            .collect(Collectors.toSet());
    return calls.stream()
        .filter(call -> workers.contains(call.thread()))
        .dropWhile(call -> !call.name().equals("getdents64"))
        .toList();
  }
}
