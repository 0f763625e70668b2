package dev.haul.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operands go, and which never do. Paths are below a directory of the test's own. */
final class DeletePlannerTest {
  private static final DeleteOptions RECURSIVELY = DeleteOptions.defaults().withRecursion();

  @TempDir private Path directory;

  @BeforeEach
  void makesFiles() throws IOException {
    Files.createDirectories(directory.resolve("dir/sub/deep"));
    Files.writeString(directory.resolve("file"), "x");
    Files.writeString(directory.resolve("dir/file"), "y");
    Files.createSymbolicLink(directory.resolve("soft"), Path.of("file"));
    Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("none"));
    Files.createSymbolicLink(directory.resolve("linked"), Path.of("dir"));
    Files.createSymbolicLink(directory.resolve("root"), Path.of("/"));
  }

  private Location at(String path) {
    return Location.parse(directory + "/" + path);
  }

  private List<Location> planned(String... operands) throws IOException {
    List<Location> locations = Arrays.stream(operands).map(this::at).toList();
    DeletePlan plan = DeletePlanner.plan(locations, RECURSIVELY, false);
    assertThat(plan.refusals()).isEmpty();
    return plan.deletions().stream().map(Delete::source).toList();
  }

  private static Refusal refusal(DeleteOptions options, Location... operands) throws IOException {
    DeletePlan plan = DeletePlanner.plan(List.of(operands), options, false);
    assertThat(plan.deletions()).isEmpty();
    assertThat(plan.isRefused()).isTrue();
    return plan.refusals().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "///",
        "/.",
        "/..",
        ".",
        "./",
        "..",
        "../",
        "../..",
        "src/.",
        "src/./",
        "src/..",
        "src/main/../",
        ""
      })
  void operand_withoutAName_isRefused(String operand) throws IOException {
    Refusal refusal = refusal(RECURSIVELY, Location.parse(operand));
    assertThat(refusal.kind()).isEqualTo(Kind.PROTECTED);
    assertThat(refusal.source()).isEqualTo(operand);
  }

  @Test
  void workingDirectory_andWhatItLiesIn_areRefused() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at.getParent() != null; at = at.getParent()) {
      Refusal refusal = refusal(RECURSIVELY, Location.of(at));
      assertThat(refusal.kind()).isEqualTo(Kind.PROTECTED);
      assertThat(refusal.reason()).isEqualTo("the working directory lies in it, or is it");
      assertThat(refusal(RECURSIVELY, Location.parse(at + "/")).kind()).isEqualTo(Kind.PROTECTED);
    }
  }

  @Test
  void workingDirectory_byAnotherPath_isRefused() throws IOException {
    Path working = Path.of("").toRealPath();
    Location around = Location.parse(at("root") + working.toString());
    assertThat(refusal(RECURSIVELY, around).kind()).isEqualTo(Kind.PROTECTED);
    // The twin: the same way to what is not protected is a way.
    Location other = Location.parse(at("root") + directory.toRealPath().toString() + "/dir");
    assertThat(DeletePlanner.plan(List.of(other), RECURSIVELY, false).deletions()).hasSize(1);
  }

  @Test
  void whatIsInTheWorkingDirectory_isNotProtected() throws IOException {
    DeletePlan plan = DeletePlanner.plan(List.of(Location.parse("src")), RECURSIVELY, false);
    assertThat(plan.deletions()).extracting(Delete::source).containsExactly(Location.parse("src"));
  }

  /** The link goes, whatever it leads to. */
  @Test
  void link_toWhatIsProtected_isPlanned() throws IOException {
    assertThat(planned("root")).containsExactly(at("root"));
    assertThat(planned("linked", "soft", "nowhere"))
        .containsExactly(at("linked"), at("soft"), at("nowhere"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"linked/", "soft/", "nowhere/", "root/", "file/"})
  void operand_withASlash_thatIsNoDirectory_isRefused(String operand) throws IOException {
    Refusal refusal = refusal(RECURSIVELY, at(operand));
    assertThat(refusal.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refusal.reason()).isEqualTo("Not a directory");
  }

  @Test
  void directory_withSlashes_isPlanned() throws IOException {
    assertThat(planned("dir//")).containsExactly(at("dir//"));
  }

  @Test
  void directory_withoutRecursion_isRefused() throws IOException {
    assertThat(refusal(DeleteOptions.defaults(), at("file"), at("dir")).kind())
        .isEqualTo(Kind.IS_DIRECTORY);
  }

  @Test
  void operands_thatAreMissing_areAllNamed_andNothingIsPlanned() throws IOException {
    DeletePlan plan =
        DeletePlanner.plan(
            List.of(at("none"), at("file"), at("none/x"), at("dir/none")), RECURSIVELY, false);
    assertThat(plan.deletions()).isEmpty();
    assertThat(plan.refusals())
        .containsExactly(
            missing(at("none").toString()),
            missing(at("none/x").toString()),
            missing(at("dir/none").toString()));
  }

  private static Refusal missing(String source) {
    return new Refusal(Kind.MISSING_SOURCE, source, null, "No such file or directory");
  }

  @Test
  void operands_thatMayBeMissing_arePassedOver() throws IOException {
    DeletePlan plan = DeletePlanner.plan(List.of(at("none"), at("file")), RECURSIVELY, true);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.deletions()).extracting(Delete::source).containsExactly(at("file"));
    assertThat(DeletePlanner.plan(List.of(at("none")), RECURSIVELY, true).deletions()).isEmpty();
  }

  /** Not missing: what is below a file cannot be. */
  @Test
  void operand_belowAFile_isRefused() throws IOException {
    assertThat(refusal(RECURSIVELY, at("file/x")).kind()).isEqualTo(Kind.UNUSABLE);
  }

  @Test
  void operand_namedTwice_isPlannedOnce() throws IOException {
    assertThat(planned("file", "./file", "dir/../file", "linked/../file", "file"))
        .containsExactly(at("file"));
    assertThat(planned("dir", "dir/", "linked/../dir")).containsExactly(at("dir"));
    assertThat(planned("file", "soft")).containsExactly(at("file"), at("soft"));
  }

  @Test
  void operand_inAnotherOne_goesWithThat() throws IOException {
    assertThat(planned("dir/sub/deep", "dir", "dir/file")).containsExactly(at("dir"));
    assertThat(planned("dir", "linked/sub")).containsExactly(at("dir"));
    assertThat(planned("dir/sub", "dir/file")).containsExactly(at("dir/sub"), at("dir/file"));
    assertThat(planned("linked", "dir/file")).containsExactly(at("linked"), at("dir/file"));
  }

  /** The filter is for what is found, not for what is named. */
  @Test
  void operand_inAnotherOne_goesBeforeThat_whenThereIsAFilter() throws IOException {
    EntryFilter filter = EntryFilter.of(List.of(), List.of("sub", "file"));
    DeleteOptions filtered = new DeleteOptions(true, filter, false, false, false, 0);
    List<Location> operands =
        Stream.of("dir", "dir/sub", "file", "linked/sub/deep", "dir/file").map(this::at).toList();
    DeletePlan plan = DeletePlanner.plan(operands, filtered, false);
    assertThat(plan.steps().stream().map(step -> step.stream().map(Delete::source).toList()))
        .containsExactly(
            List.of(at("linked/sub/deep")),
            List.of(at("dir/sub"), at("dir/file")),
            List.of(at("dir"), at("file")));
  }

  @Test
  void name_thatIsNotText_isPlanned() throws IOException {
    Refusal refusal = refusal(RECURSIVELY, at("dir\udce4"));
    assertThat(refusal.source()).endsWith("dir\udce4");
    assertThat(refusal.kind()).isEqualTo(Kind.MISSING_SOURCE);
  }

  @Test
  void mountPoint_onOneFileSystem_isRefused() throws IOException {
    DeleteOptions oneFileSystem =
        new DeleteOptions(true, RECURSIVELY.filter(), true, true, false, 0);
    Location proc = Location.parse("/proc");
    assertThat(refusal(oneFileSystem, proc).reason()).isEqualTo("is a mount point");
    // The twins: without -x, and of what nothing is mounted on.
    assertThat(DeletePlanner.plan(List.of(proc), RECURSIVELY, false).deletions()).hasSize(1);
    assertThat(DeletePlanner.plan(List.of(at("dir")), oneFileSystem, false).deletions()).hasSize(1);
  }

  @Test
  void plan_inMemory_knowsTheSameRules() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path dir = Files.createDirectories(memory.getPath("/top/dir"));
      Location sub = Location.of(Files.createDirectory(dir.resolve("sub")));
      DeletePlan plan = DeletePlanner.plan(List.of(sub, Location.of(dir), sub), RECURSIVELY, false);
      assertThat(plan.deletions()).extracting(Delete::source).containsExactly(Location.of(dir));
      assertThat(refusal(RECURSIVELY, Location.of(memory.getPath("/"))).kind())
          .isEqualTo(Kind.PROTECTED);
      assertThat(refusal(DeleteOptions.defaults(), Location.of(dir)).kind())
          .isEqualTo(Kind.IS_DIRECTORY);
    }
  }
}
