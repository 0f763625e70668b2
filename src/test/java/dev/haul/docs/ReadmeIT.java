package dev.haul.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows of the command happens; CONTRIBUTING.md says how it is written. */
final class ReadmeIT {
  private static final Path README = Path.of("README.md");

  /** Fewer would mean that they are no longer found. */
  private static final int LEAST_BLOCKS = 8;

  @TempDir private Path scratch;

  @BeforeEach
  void needsATerminal() {
    ConsoleSession.assumePossible();
  }

  static List<ConsoleBlock> blocks() throws IOException {
    return ConsoleBlock.in("README.md", Files.readAllLines(README));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void block_ofReadme_goesAsItIsWritten(ConsoleBlock block) throws Exception {
    new ConsoleSession(scratch).check(block);
  }

  @Test
  void blocks_ofReadme_areAllFound() throws IOException {
    assertThat(blocks())
        .hasSizeGreaterThanOrEqualTo(LEAST_BLOCKS)
        .allSatisfy(block -> assertThat(block.steps()).isNotEmpty());
    // A prompt or a fence that is written otherwise would hide a block from this test.
    try (Stream<String> lines = Files.lines(README)) {
      assertThat(lines.filter(line -> line.startsWith("```") && !line.equals("```")))
          .isSubsetOf("```console", "```sh", "```java");
    }
    long prompts = Files.readAllLines(README).stream().filter(l -> l.startsWith("$ ")).count();
    assertThat(blocks().stream().mapToLong(block -> block.steps().size()).sum()).isEqualTo(prompts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ echo one; echo two >&2\none\ntwo",
        "$ echo it took $RANDOM seconds\nit took … seconds",
        "$ false\n$ echo $?\n1",
        "$ x=1\n$ echo $x; ls\n1\ntestdata",
        "$ test -t 1 && test -t 2",
        "$ cat",
      })
  void block_thatIsRight_passes(String block) throws Exception {
    new ConsoleSession(scratch).check(only(block));
  }

  /** The twins: a checker that lets these pass proves nothing. */
  static final List<String> WRONG =
      List.of(
          "$ echo one\ntwo",
          "$ echo one",
          "$ true\none",
          "$ echo one; echo two\none",
          "$ echo one; echo two\n…",
          "$ echo one.\none…two",
          "$ echo one\n.*",
          "$ false",
          "$ false\n$ true",
          "$ (exit 2)\n$ echo $?\n1",
          "$ exit 0\n$ echo on",
          "$ if\n$ true",
          "$ haul copy testdata/none copy\nhaul: cannot copy …");

  @ParameterizedTest
  @FieldSource("WRONG")
  void block_thatIsWrong_isRejected(String block) throws Exception {
    ConsoleSession session = new ConsoleSession(scratch);
    assertThatThrownBy(() -> session.check(only(block))).isInstanceOf(AssertionError.class);
  }

  private static ConsoleBlock only(String block) {
    List<ConsoleBlock> blocks =
        ConsoleBlock.in("test", ("```console\n" + block + "\n```\n").lines().toList());
    assertThat(blocks).hasSize(1);
    return blocks.getFirst();
  }
}
