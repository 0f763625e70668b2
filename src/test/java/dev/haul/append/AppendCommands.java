package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.InMemory;
import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of {@code haul append} as a command have in common. */
abstract class AppendCommands {
  static final List<String> ENGINES = List.of("threads", "processes", "async");

  @TempDir(factory = InMemory.class)
  Path directory;

  final List<Writer> writers = new ArrayList<>();

  @AfterEach
  void endsWriters() throws IOException {
    for (Writer writer : writers) {
      writer.close();
    }
  }

  Path state() {
    return directory.resolve("state");
  }

  Writer start(List<String> command) throws IOException {
    Writer writer = Writer.start(state(), command);
    writers.add(writer);
    return writer;
  }

  Outcome sh(String script, String... parameters) throws IOException {
    return new Shell(directory).sh("export XDG_STATE_HOME=$PWD/state; " + script, parameters);
  }

  List<String> sources(int first, int count, int lines) throws IOException {
    List<String> sources = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      sources.add(Lines.write(directory.resolve("source" + i), i, lines).toString());
    }
    return sources;
  }

  static List<String> command(String engine, Path target, List<String> sources) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Shell.HAUL, "append", "-e", engine, "-j2", target.toString()));
    words.addAll(sources);
    return words;
  }

  // Nobody tells when it is there.
  static void awaitContent(Process haul, Path target, String content) throws Exception {
    while (!Files.exists(target) || !Files.readString(target).equals(content)) {
      assertThat(haul.isAlive()).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
