package dev.haul.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** src/test/c/attacker.c at work: names change places with others until it is stopped. */
final class Attacker implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  /** Two names that are exchanged. */
  record Pair(Path one, Path other) {}

  private Attacker(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one, which has begun when this returns. */
  static Attacker start(int seed, List<Pair> pairs) throws IOException, InterruptedException {
    return start(seed, pairs, List.of());
  }

  /** Starts one that goes on when its victims are deleted. */
  static Attacker ofDeletion(int seed, List<Pair> pairs) throws IOException, InterruptedException {
    return start(seed, pairs, List.of("-g"));
  }

  private static Attacker start(int seed, List<Pair> pairs, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(CSource.program("attacker").toString());
    command.addAll(options);
    command.add(Integer.toString(seed));
    for (Pair pair : pairs) {
      command.addAll(List.of(pair.one().toString(), pair.other().toString()));
    }
    Attacker attacker =
        new Attacker(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    attacker.expect("begun");
    return attacker;
  }

  private void expect(String line) throws IOException {
    String read = output.readLine();
    if (!line.equals(read)) {
      close();
      throw new AssertionError("the attacker said " + read);
    }
  }

  /** Has it put everything back; how often it exchanged names. */
  long stop() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    String exchanges = output.readLine();
    if (exchanges == null) {
      throw new AssertionError("the attacker did not last");
    }
    return Long.parseLong(exchanges);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
