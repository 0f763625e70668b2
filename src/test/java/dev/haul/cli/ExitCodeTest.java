package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {
  /** As documented: signal, 2, 1, 3, 4, 0. */
  private static final List<ExitCode> STRONGEST_FIRST =
      List.of(
          ExitCode.TERMINATED,
          ExitCode.INTERRUPTED,
          ExitCode.HANGUP,
          ExitCode.USAGE,
          ExitCode.FAILED,
          ExitCode.DIFFERENCE,
          ExitCode.CONFLICT,
          ExitCode.DONE);

  @Test
  void merge_ofAnyTwo_isTheStronger() {
    for (int strong = 0; strong < STRONGEST_FIRST.size(); strong++) {
      for (ExitCode weak : STRONGEST_FIRST.subList(strong, STRONGEST_FIRST.size())) {
        ExitCode stronger = STRONGEST_FIRST.get(strong);
        assertThat(stronger.merge(weak)).isEqualTo(stronger);
        assertThat(weak.merge(stronger)).isEqualTo(stronger);
      }
    }
  }

  @Test
  void numbers_ofAll_areAsDocumented() {
    assertThat(STRONGEST_FIRST.stream().map(ExitCode::number))
        .containsExactly(143, 130, 129, 2, 1, 3, 4, 0);
    assertThat(STRONGEST_FIRST).containsExactlyInAnyOrder(ExitCode.values());
  }
}
