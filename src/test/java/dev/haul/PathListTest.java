package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that are narrowed to a list of paths. */
final class PathListTest {
  private static final EntryFilter FILTER =
      EntryFilter.ALL.narrowedTo(List.of("a/b/file", "./dir", "tree/", "x//y/.", "a\udce4"));

  @ParameterizedTest
  @CsvSource({
    "a, true, true",
    "a, false, false",
    "a/b, true, true",
    "a/b/file, false, true",
    "a/b/other, false, false",
    "a/bc, true, false",
    "dir, true, true",
    "dir/file, false, false",
    "tree, true, true",
    "tree/deep, true, true",
    "tree/deep/file, false, true",
    "trees, true, false",
    "x, true, true",
    "x/y, true, true",
    "x/y/z, false, true",
    "other, false, false",
  })
  void filter_ofAList_takesItsPathsAndTheWayThere(String path, boolean directory, boolean taken) {
    assertThat(FILTER.takes(path, directory)).isEqualTo(taken);
  }

  @Test
  void filter_ofBytesThatAreNotText_takesThem() {
    assertThat(FILTER.takes("a\udce4", false)).isTrue();
    assertThat(FILTER.takes("a\udce5", false)).isFalse();
  }

  @Test
  void operand_isTaken_onlyIfItIsListed() {
    assertThat(FILTER.takesOperand()).isFalse();
    assertThat(EntryFilter.ALL.narrowedTo(List.of(".")).takesOperand()).isTrue();
    assertThat(EntryFilter.ALL.narrowedTo(List.of(".")).takes("a", true)).isFalse();
    assertThat(EntryFilter.ALL.narrowedTo(List.of("./")).takes("a/b", false)).isTrue();
    assertThat(EntryFilter.ALL.takesOperand()).isTrue();
  }

  @Test
  void globs_narrowTheListFurther() {
    EntryFilter both = EntryFilter.of(List.of(), List.of("*.o")).narrowedTo(List.of("t/"));
    assertThat(both.takes("t/a.o", false)).isFalse();
    assertThat(both.takes("t/a.c", false)).isTrue();
    assertThat(both.takes("b.c", false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "..", "../a", "a/..", "a/../b"})
  void path_thatLeadsElsewhere_isRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntryFilter.ALL.narrowedTo(List.of(path)));
  }
}
