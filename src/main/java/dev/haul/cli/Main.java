package dev.haul.cli;

import dev.haul.fs.Roots;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** Where the JVM enters, and the one place that takes hold of the process. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    String[] words = CommandLineBytes.words(args);
    if (words.length > 1) {
      Roots.prepare(); // it will be more than a question about haul itself
    }
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            new FileInputStream(FileDescriptor.in),
            () -> Terminal.isBehind(0),
            Output.buffered(new FileOutputStream(FileDescriptor.out), () -> Terminal.isBehind(1)),
            Output.immediate(new FileOutputStream(FileDescriptor.err), () -> Terminal.isBehind(2)));
    ExitCode code = new Haul(surroundings).run(words);
    // Nothing waits for the end: all is written. System.exit would first look for a logger to tell.
    Runtime.getRuntime().halt(code.number());
  }
}
