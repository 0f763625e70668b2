package dev.haul.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Location;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each source becomes, and what is refused. Paths are below a directory of the test's own. */
final class CopyPlannerTest {
  @TempDir private Path directory;

  @BeforeEach
  void makesFiles() throws IOException {
    Files.createDirectories(directory.resolve("dir/sub/deep"));
    Files.createDirectories(directory.resolve("other/dir"));
    Files.writeString(directory.resolve("file"), "x");
    Files.writeString(directory.resolve("dir/file"), "y");
    Files.createLink(directory.resolve("hard"), directory.resolve("file"));
    Files.createSymbolicLink(directory.resolve("soft"), Path.of("file"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("none"));
    Files.createSymbolicLink(directory.resolve("linked"), Path.of("dir"));
    Files.createSymbolicLink(directory.resolve("dir/up"), Path.of(".."));
  }

  private Location at(String path) {
    return Location.parse(directory + "/" + path);
  }

  private CopyPlan plan(TargetRule rule, String target, String... sources) throws IOException {
    List<Location> locations = Arrays.stream(sources).map(this::at).toList();
    return CopyPlanner.plan(locations, at(target), rule, CopyOptions.defaults());
  }

  private Kind refusal(TargetRule rule, String target, String... sources) throws IOException {
    CopyPlan plan = plan(rule, target, sources);
    assertThat(plan.copies()).isEmpty();
    assertThat(plan.refusals()).as("refusals").isNotEmpty();
    return plan.refusals().getFirst().kind();
  }

  private String planned(TargetRule rule, String target, String source) throws IOException {
    CopyPlan plan = plan(rule, target, source);
    assertThat(plan.refusals()).isEmpty();
    Copy copy = plan.copies().getFirst();
    assertThat(copy.source()).isEqualTo(at(source));
    return copy.target().toString().substring(directory.toString().length() + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "file, new, new",
    "file, other, other/file",
    "file, other/, other/file",
    "file, other/., other/./file",
    "file, linked, linked/file.",
    "dir, new, new",
    "dir, new/, new/",
    "dir, other, other/dir",
    "dir/, other, other/dir",
    "dir//, other, other/dir",
    "linked, other, other/linked",
    "linked/, other, other/linked",
    "soft, new, new",
    "nowhere, new, new",
    "dir/., other, other",
    "dir/sub/.., other, other",
    "dir/., new, new",
    "dir/sub/., linked, linked/.",
    "dir/sub, dir/.., dir/../sub",
    "file, other/dir/../new, other/dir/../new",
  })
  void target_ofEachKind_isWhereCpWouldPutIt(String source, String target, String expected)
      throws IOException {
    // "linked/file" would be dir/file, which is there: that is for the engine to find.
    assertThat(planned(TargetRule.AUTO, target, source))
        .isEqualTo(expected.replace("file.", "file"));
  }

  @Test
  void target_asName_isNotGoneInto() throws IOException {
    assertThat(planned(TargetRule.NAME, "other", "dir")).isEqualTo("other");
    assertThat(planned(TargetRule.NAME, "linked", "file")).isEqualTo("linked");
  }

  @Test
  void target_asDirectory_isGoneInto() throws IOException {
    assertThat(planned(TargetRule.DIRECTORY, "other", "dir")).isEqualTo("other/dir");
  }

  @Test
  void sources_ofSeveral_goIntoTheDirectory() throws IOException {
    CopyPlan plan = plan(TargetRule.AUTO, "other", "file", "soft", "dir/sub");
    assertThat(plan.copies().stream().map(Copy::target))
        .containsExactly(at("other/file"), at("other/soft"), at("other/sub"));
  }

  @ParameterizedTest
  @CsvSource({
    "file, file",
    "file, hard",
    "file, ./file",
    "file, other/../file",
    "file, dir/up/file",
    "soft, file",
    "dir, linked/../dir/.",
    "dir/., dir",
  })
  void sameFile_byAnyPath_isRefused(String source, String target) throws IOException {
    assertThat(refusal(TargetRule.NAME, target, source)).isEqualTo(Kind.SAME_FILE);
  }

  @Test
  void sameFile_asWhatIsInTheTarget_isRefused() throws IOException {
    assertThat(refusal(TargetRule.AUTO, ".", "file")).isEqualTo(Kind.SAME_FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "dir, dir",
    "dir, dir/",
    "dir, dir/new",
    "dir, dir/sub/new",
    "dir, dir/sub/deep/new",
    "dir, linked",
    "dir, linked/sub/new",
    "dir/, linked",
    "linked/, dir/sub",
    "dir/., dir/sub",
    "dir/sub/.., dir/sub",
    "., dir",
    "., new",
    "dir, dir/up/dir/sub/new",
    "dir, other/../dir/new",
  })
  void intoItself_byAnyPath_isRefused(String source, String target) throws IOException {
    assertThat(refusal(TargetRule.AUTO, target, source)).isEqualTo(Kind.INTO_ITSELF);
    assertThat(directory.resolve("dir/new")).doesNotExist();
  }

  @Test
  void link_toADirectory_isCopiedIntoThatDirectory() throws IOException {
    assertThat(planned(TargetRule.AUTO, "dir", "linked")).isEqualTo("dir/linked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "none/x", "file/x", "file/", "nowhere/", "soft/", "dir/none"})
  void source_thatIsMissing_isRefused(String source) throws IOException {
    assertThat(refusal(TargetRule.AUTO, "other", source)).isEqualTo(Kind.MISSING_SOURCE);
  }

  @Test
  void sources_thatAreMissing_areAllNamed() throws IOException {
    CopyPlan plan = plan(TargetRule.AUTO, "other", "none", "file", "nothing");
    assertThat(plan.copies()).isEmpty();
    assertThat(plan.refusals())
        .containsExactly(
            new Refusal(
                Kind.MISSING_SOURCE,
                directory + "/none",
                directory + "/other/none",
                "No such file or directory"),
            new Refusal(
                Kind.MISSING_SOURCE,
                directory + "/nothing",
                directory + "/other/nothing",
                "No such file or directory"));
  }

  @Test
  void sources_withOneName_areRefused() throws IOException {
    assertThat(refusal(TargetRule.AUTO, "other", "file", "dir/file")).isEqualTo(Kind.SAME_TARGET);
    assertThat(refusal(TargetRule.AUTO, "other", "dir/sub", "dir/sub/"))
        .isEqualTo(Kind.SAME_TARGET);
  }

  @Test
  void source_thatIsNamedTwice_isRefusedAsThat() throws IOException {
    assertThat(refusal(TargetRule.AUTO, "other", "file", "file")).isEqualTo(Kind.UNUSABLE);
  }

  /** What is in a source without a name of its own gets names in the target itself. */
  @Test
  void sources_whoseContentsWouldMeet_areRefused() throws IOException {
    Files.createDirectories(directory.resolve("more/sub"));
    assertThat(refusal(TargetRule.AUTO, "other", "dir/.", "more/.")).isEqualTo(Kind.SAME_TARGET);
    assertThat(refusal(TargetRule.AUTO, "other", "dir/.", "more/sub")).isEqualTo(Kind.SAME_TARGET);
    assertThat(refusal(TargetRule.AUTO, "other", "more/sub", "dir/.")).isEqualTo(Kind.SAME_TARGET);
  }

  @ParameterizedTest
  @CsvSource({
    "file, new/",
    "file, new/.",
    "file, none/new",
    "dir, none/new",
    "file, none/",
    "dir, none/.."
  })
  void target_withoutItsDirectory_isRefused(String source, String target) throws IOException {
    assertThat(refusal(TargetRule.AUTO, target, source))
        .isIn(Kind.MISSING_TARGET, Kind.NOT_A_DIRECTORY);
  }

  @Test
  void target_thatMustBeADirectory_isRefusedOtherwise() throws IOException {
    assertThat(refusal(TargetRule.DIRECTORY, "new", "file")).isEqualTo(Kind.MISSING_TARGET);
    assertThat(refusal(TargetRule.DIRECTORY, "hard", "file")).isEqualTo(Kind.NOT_A_DIRECTORY);
    assertThat(refusal(TargetRule.AUTO, "hard", "file", "dir")).isEqualTo(Kind.NOT_A_DIRECTORY);
    assertThat(refusal(TargetRule.AUTO, "nowhere", "file", "dir")).isEqualTo(Kind.NOT_A_DIRECTORY);
  }

  @Test
  void link_thatLoops_isCopiedAsItIs() throws IOException {
    assertThat(planned(TargetRule.AUTO, "new", "loop")).isEqualTo("new");
  }

  @Test
  void name_thatIsNotText_isPlanned() throws IOException {
    Location source = at("other/dir\udce4");
    CopyPlan plan =
        CopyPlanner.plan(List.of(at("file")), source, TargetRule.AUTO, CopyOptions.defaults());
    assertThat(plan.copies().getFirst().target()).isEqualTo(source);
  }

  @Test
  void plan_inMemory_knowsTheSameRules() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path dir = Files.createDirectories(memory.getPath("/work/dir/sub"));
      Path file = Files.createFile(memory.getPath("/work/file"));
      Location source = Location.of(memory.getPath("/work/dir"));
      assertThat(kindOf(source, Location.of(dir))).isEqualTo(Kind.INTO_ITSELF);
      assertThat(kindOf(Location.of(file), Location.of(file))).isEqualTo(Kind.SAME_FILE);
      CopyPlan plan =
          CopyPlanner.plan(
              List.of(Location.of(file)), source, TargetRule.AUTO, CopyOptions.defaults());
      assertThat(plan.copies().getFirst().target().toString()).isEqualTo("/work/dir/file");
    }
  }

  private static Kind kindOf(Location source, Location target) throws IOException {
    return CopyPlanner.plan(List.of(source), target, TargetRule.AUTO, CopyOptions.defaults())
        .refusals()
        .getFirst()
        .kind();
  }
}
