package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small tree, and {@code haul rename} on it. */
abstract class RenameFixture {
  static final String EXPRESSION = "s/o/0/g";

  @TempDir Path directory;
  final CommandTester haul = new CommandTester();
  Path tree = Path.of("");
  Path one = Path.of("");
  Path two = Path.of("");

  @BeforeEach
  void makesTree() throws IOException {
    haul.variable("XDG_STATE_HOME", directory.resolve("state").toString());
    tree = Files.createDirectory(directory.resolve("tree"));
    one = Files.writeString(tree.resolve("one"), "first");
    two = Files.writeString(tree.resolve("two"), "second");
  }

  final CommandTester.Outcome run(Object... words) {
    List<Object> all = new ArrayList<>(List.of("rename"));
    all.addAll(List.of(words));
    return haul.run(all.toArray());
  }

  final ExitCode rename(Object... words) {
    return run(words).code();
  }

  final List<String> names() throws IOException {
    return names(tree);
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  final Path undoFile() throws IOException {
    Path state = directory.resolve("state/haul");
    assertThat(names(state)).hasSize(1);
    return state.resolve(names(state).getFirst());
  }
}
