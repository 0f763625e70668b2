package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CommandParserTest {
  @Test
  void operands_wherePicocliIsNotAsked_areAllThereInOrder() throws UsageException {
    assertThat(parse("rename", "a", "b", "c", "d").operands()).containsExactly("a", "b", "c", "d");
    assertThat(parse("rename", "a", "-v", "b", "c", "d").operands())
        .containsExactly("a", "b", "c", "d");
    assertThat(parse("rename", "--", "-a", "b", "c", "d").operands())
        .containsExactly("-a", "b", "c", "d");
    assertThat(parse("rename", "a", "b", "c", "-v").operands()).containsExactly("a", "b", "c");
  }

  @Test
  void valueOfTheLastOption_beforeManyOperands_isNone() throws UsageException {
    Arguments arguments = parse("rename", "--case", "lower", "b", "c", "d");
    assertThat(arguments.value("--case")).isEqualTo("lower");
    assertThat(arguments.operands()).containsExactly("b", "c", "d");
  }

  @Test
  void unknownCommand_beforeManyOperands_isRefused() {
    assertThatThrownBy(() -> parse("cpoy", "a", "b", "c"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cpoy");
  }

  private static Arguments parse(String... words) throws UsageException {
    return CommandParser.parse(words);
  }
}
