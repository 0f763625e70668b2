package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.Shell;
import dev.haul.testing.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken back when a file's copy fails. */
final class TakingBackIT {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void needsStrace() {
    Shell.needs("strace");
    shell = new Shell(folder);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  /** A name is everybody's as soon as it is there, also in a directory that this run has made. */
  @Test
  void fileThatSomebodyPutInItsPlace_staysWhenTheCopyIsTakenBack() throws IOException {
    Outcome outcome =
        shell.sh(
            "mkdir a; head -c 400000 /dev/zero >a/x; echo better >better;"
                + " strace -f -qq -o trace -e trace=copy_file_range"
                + " -e inject=copy_file_range:error=EIO:delay_enter=1500000 $H copy a T &"
                + " until [ -s T/x ] || grep -qs copy_file_range trace; do :; done;"
                + " mv better T/x; wait $! || echo code $?");
    assertThat(outcome.out()).isEqualTo("code 1\n");
    assertThat(path("T/x")).hasContent("better");
  }
}
