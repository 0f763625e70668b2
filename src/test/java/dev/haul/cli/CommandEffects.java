package dev.haul.cli;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.FileStat;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One test for each option of a command that has many, in a class for each command. The tests begin
 * with a source of two files, and no target.
 */
abstract class CommandEffects {
  static final FileTime OLD = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

  @TempDir Path directory;
  final CommandTester haul = new CommandTester();
  Path source = Path.of("");
  Path target = Path.of("");
  private final String verb;

  CommandEffects(String verb) {
    this.verb = verb;
  }

  @BeforeEach
  void makesTree() throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    target = directory.resolve("target");
    Files.writeString(source.resolve("one"), "first");
    Files.writeString(source.resolve("two"), "second");
    Files.setLastModifiedTime(source.resolve("one"), OLD);
  }

  final CommandTester.Outcome run(Object... words) {
    List<Object> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of(words));
    return haul.run(all.toArray());
  }

  static FileStat stat(Path file) throws IOException {
    Location location = Location.of(file);
    Root root = new Root(0, location.parent(), Roots.kindFor(List.of(location)));
    try (Directory parent = Roots.open(root)) {
      return parent.stat(Objects.requireNonNull(location.name()));
    }
  }

  static void makeFifo(Path path) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("mkfifo", path.toString()).start();
    assumeTrue(process.waitFor() == 0, "needs mkfifo");
  }

  static boolean succeeds(Object... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList());
    return builder.redirectErrorStream(true).redirectOutput(DISCARD).start().waitFor() == 0;
  }
}
