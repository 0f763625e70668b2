package dev.haul.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateDirectoryTest {
  private static Path find(String state, String home, String recorded) throws FileSystemException {
    return StateDirectory.of(Map.of("XDG_STATE_HOME", state, "HOME", home), recorded);
  }

  @ParameterizedTest
  @CsvSource({
    "/state, /home,  /known, /state/haul",
    "state,  /home,  /known, /home/.local/state/haul",
    "'',     /home,  ?,      /home/.local/state/haul",
    "'',     '',     /known, /known/.local/state/haul",
    "'',     home,   /known, /known/.local/state/haul",
  })
  void firstAbsolutePath_isTaken(String state, String home, String recorded, Path expected)
      throws FileSystemException {
    assertThat(find(state, home, recorded)).isEqualTo(expected);
  }

  @Test
  void unset_isLikeEmpty() throws FileSystemException {
    assertThat(StateDirectory.of(Map.of(), "/known"))
        .isEqualTo(Path.of("/known/.local/state/haul"));
  }

  /** As of a user of a container, whom its passwd does not know. */
  @Test
  void noAbsolutePath_isNoPlace() {
    assertThatThrownBy(() -> find("state", "", "?"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("neither XDG_STATE_HOME nor HOME is an absolute path");
  }

  @Test
  void nameThatTheLocaleLacks_isNoPlace_ratherThanAnother() {
    assertThatThrownBy(() -> find("/\uFFFD\uFFFD", "/home", "/known"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("not a name that this locale can hold");
  }
}
