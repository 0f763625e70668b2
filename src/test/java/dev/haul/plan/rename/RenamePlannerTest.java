package dev.haul.plan.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.DirectoryRenames;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.plan.Refusal;
import dev.haul.plan.rename.RenameSelection.Only;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rename command comes to, and what is refused as a whole before anything happens. */
final class RenamePlannerTest {
  private static final RenameSelection TREES = new RenameSelection(true, Only.ALL, EntryFilter.ALL);

  @TempDir private Path folder;

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      if (path.endsWith("/")) {
        Files.createDirectories(file);
      } else {
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
      }
    }
  }

  /** Pairs such as {@code a>b}. */
  private RenamePlan map(String... pairs) {
    List<RenamePair> list = new ArrayList<>();
    for (String pair : pairs) {
      int arrow = pair.indexOf('>');
      list.add(
          new RenamePair(
              Location.parse(folder + "/" + pair.substring(0, arrow)), pair.substring(arrow + 1)));
    }
    return RenamePlanner.plan(list, RenameOptions.defaults(), 2);
  }

  private RenamePlan plan(NewName naming, RenameSelection selection, String... operands) {
    List<Location> locations = new ArrayList<>();
    for (String operand : operands) {
      locations.add(Location.parse(folder + "/" + operand));
    }
    return RenamePlanner.plan(locations, naming, selection, RenameOptions.defaults(), 2);
  }

  private static List<String> steps(DirectoryRenames renames) {
    return steps(renames.steps());
  }

  private static List<String> steps(List<RenameStep> steps) {
    return steps.stream().map(step -> step.from() + ">" + step.to()).toList();
  }

  private static List<String> refusals(RenamePlan plan) {
    assertThat(plan.renames()).isEmpty();
    return plan.refusals().stream().map(refusal -> refusal.kind() + " " + name(refusal)).toList();
  }

  private static String name(Refusal refusal) {
    return refusal.source().substring(refusal.source().lastIndexOf('/') + 1);
  }

  private static DirectoryRenames only(RenamePlan plan) {
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.renames()).hasSize(1);
    Rename rename = plan.renames().getFirst();
    assertThat(rename.directories()).hasSize(1);
    return rename.directories().getFirst();
  }

  @Test
  void chain_isOrdered_soThatEachFindsItsNameFree() throws IOException {
    files("a", "b", "c");
    assertThat(steps(only(map("a>b", "b>c", "c>d")))).containsExactly("c>d", "b>c", "a>b");
    assertThat(steps(only(map("b>c", "c>d", "a>b")))).containsExactly("c>d", "b>c", "a>b");
  }

  @Test
  void cycle_waitsUnderAnotherName() throws IOException {
    files("a", "b", "c", "x", "y");
    DirectoryRenames renames = only(map("a>b", "x>y", "b>c", "c>a", "y>x"));
    assertThat(renames.steps()).isEmpty();
    assertThat(renames.cycles().stream().map(RenameCycle::steps).map(RenamePlannerTest::steps))
        .containsExactly(List.of("a>b", "c>a", "b>c"), List.of("x>y", "y>x"));
    assertThat(renames.cycles().stream().map(RenameCycle::parking)).doesNotHaveDuplicates();
  }

  @Test
  void unchangedName_isNoRename() throws IOException {
    files("a", "b");
    assertThat(map("a>a", "b>b").renames()).isEmpty();
    assertThat(map("a>a", "b>b").isRefused()).isFalse();
  }

  @Test
  void everyConflict_isTold_andNothingIsPlanned() throws IOException {
    files("a", "b", "c", "d", "e");
    RenamePlan plan = map("a>x", "b>x", "c>d", "e>free");
    assertThat(refusals(plan)).containsExactly("SAME_NAME b", "NAME_TAKEN c");
    assertThat(plan.refusals().getFirst().reason())
        .isEqualTo("'" + folder.resolve("a") + "' gets this name too");
  }

  @Test
  void nameOfWhatIsRenamedAway_isFree_butNotOfWhatStays() throws IOException {
    files("a", "b");
    assertThat(steps(only(map("a>b", "b>c")))).containsExactly("b>c", "a>b");
    assertThat(refusals(map("a>b", "b>b"))).containsExactly("NAME_TAKEN a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void thousandsOfNames_areAllLookedUp_whoeverDoesIt(int threads) throws IOException {
    for (String directory : List.of("d", "e")) {
      for (int i = 0; i < 1500; i++) {
        files("%s/a%04d".formatted(directory, i));
      }
    }
    List<Location> all = List.of(Location.of(folder));
    NewName naming = entry -> entry.name().replace('a', 'b');
    RenameOptions options = RenameOptions.defaults();
    RenamePlan plan = RenamePlanner.plan(all, naming, TREES, options, threads);
    List<DirectoryRenames> found = plan.renames().getFirst().directories();
    assertThat(found.stream().flatMap(each -> each.steps().stream()))
        .hasSize(3000)
        .allMatch(step -> step.identity() != null);
    files("d/b0007", "e/b1499");
    plan = RenamePlanner.plan(all, naming, TREES, options, threads);
    assertThat(refusals(plan)).containsExactly("NAME_TAKEN a0007", "NAME_TAKEN a1499");
  }

  @Test
  void hardLinkOfTheSameFile_isInTheWayToo() throws IOException {
    files("a");
    Files.createLink(folder.resolve("A"), folder.resolve("a"));
    assertThat(refusals(map("a>A"))).containsExactly("NAME_TAKEN a");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a>,       the name would be empty",
        "a>.,      '.' and '..' are not names to give",
        "a>..,     '.' and '..' are not names to give",
        "a>b/c,    a name cannot hold a '/'",
        "a>/b,     a name cannot hold a '/'",
        "a>../b,   a name cannot hold a '/'",
      })
  void whatIsNoName_isRefused(String pair, String why) throws IOException {
    files("a");
    RenamePlan plan = map(pair);
    assertThat(refusals(plan)).containsExactly("NOT_A_NAME a");
    assertThat(plan.refusals().getFirst().reason()).startsWith(why);
  }

  @Test
  void nameOf255Bytes_isPossible_andOneMoreIsNot() throws IOException {
    files("a");
    String longest = "ü".repeat(127) + "x";
    assertThat(only(map("a>" + longest)).steps()).hasSize(1);
    assertThat(map("a>" + longest + "x").refusals().getFirst().reason())
        .isEqualTo("the name would be 256 bytes long, and 255 is the most");
  }

  @Test
  void pathInTheSameDirectory_isAName_andInAnotherIsNot() throws IOException {
    files("d/a", "e/");
    assertThat(steps(only(map("d/a>" + folder.resolve("d/b"))))).containsExactly("a>b");
    assertThat(refusals(map("d/a>" + folder.resolve("e/b")))).containsExactly("NOT_A_NAME a");
  }

  @Test
  void missingOperand_isRefused() throws IOException {
    files("a");
    assertThat(refusals(map("a>b", "no>x"))).containsExactly("MISSING_SOURCE no");
    assertThat(refusals(map("a/>b"))).containsExactly("UNUSABLE ");
    files("d/");
    assertThat(steps(only(map("d//>" + folder + "/e")))).containsExactly("d>e");
  }

  @Test
  void entryTwice_isOne_unlessItIsToGetTwoNames() throws IOException {
    files("a", "b");
    assertThat(steps(only(map("a>x", "a>x")))).containsExactly("a>x");
    assertThat(refusals(map("a>x", "a>y"))).containsExactly("SAME_NAME a");
  }

  @Test
  void operandWithoutAName_needsRecursion_andKeepsItsOwn() throws IOException {
    files("a");
    assertThat(plan(LetterCase.UPPER, RenameSelection.operands(), ".").refusals()).hasSize(1);
    assertThat(steps(only(plan(LetterCase.UPPER, TREES, ".")))).containsExactly("a>A");
  }

  @Test
  void tree_isPlannedWithTheDirectoriesAbove() throws IOException {
    files("d/e/f", "d/g", "d/H");
    assertThat(tree(plan(LetterCase.UPPER, TREES, "d")))
        .containsExactly(
            Map.entry("", List.of("d>D")),
            Map.entry("/d", List.of("e>E", "g>G")),
            Map.entry("/d/e", List.of("f>F")));
  }

  @Test
  void operandsThatLieInEachOther_becomeOneTree_inAnyOrder() throws IOException {
    files("d/e/f", "d/e/g");
    for (String[] order :
        List.of(new String[] {"d", "d/e", "d/e/f"}, new String[] {"d/e/f", "d/e", "d"})) {
      assertThat(tree(plan(LetterCase.UPPER, RenameSelection.operands(), order)))
          .containsExactly(
              Map.entry("", List.of("d>D")),
              Map.entry("/d", List.of("e>E")),
              Map.entry("/d/e", List.of("f>F")));
    }
    assertThat(tree(plan(LetterCase.UPPER, TREES, "d/e/f", "d"))).hasSize(3);
  }

  @Test
  void operandInARenamedOne_withoutTheWayBetween_isRefused() throws IOException {
    files("d/e/f");
    RenamePlan plan = plan(LetterCase.UPPER, RenameSelection.operands(), "d", "d/e/f");
    assertThat(refusals(plan)).containsExactly("SCATTERED e");
    assertThat(plan.refusals().getFirst().reason())
        .isEqualTo("lies in '" + folder.resolve("d") + "', which is renamed too");
  }

  private static Map<String, List<String>> tree(RenamePlan plan) {
    assertThat(plan.refusals()).isEmpty();
    Map<String, List<String>> tree = new TreeMap<>();
    assertThat(plan.renames()).hasSize(1);
    List<String> paths = new ArrayList<>();
    for (DirectoryRenames each : plan.renames().getFirst().directories()) {
      paths.add(each.name() == null ? "" : paths.get(each.parent()) + "/" + each.name());
      tree.put(paths.getLast(), steps(each));
    }
    return tree;
  }

  @Test
  void selection_isAboutNamesAndKinds() throws IOException {
    files("d/a.txt", "d/b.c", "x/a.txt");
    assertThat(tree(plan(LetterCase.UPPER, only(Only.FILES, List.of(), List.of("x")), ".")))
        .containsExactly(
            Map.entry("", List.of()), Map.entry("/d", List.of("a.txt>A.TXT", "b.c>B.C")));
    assertThat(tree(plan(LetterCase.UPPER, only(Only.DIRS, List.of(), List.of()), ".")))
        .containsExactly(Map.entry("", List.of("d>D", "x>X")));
    assertThat(tree(plan(LetterCase.UPPER, only(Only.ALL, List.of("*.c"), List.of()), "d")))
        .containsExactly(Map.entry("", List.of()), Map.entry("/d", List.of("b.c>B.C")));
    assertThat(tree(plan(LetterCase.UPPER, only(Only.ALL, List.of(), List.of("d/")), ".")))
        .containsExactly(Map.entry("", List.of("x>X")), Map.entry("/x", List.of("a.txt>A.TXT")));
  }

  private static RenameSelection only(Only only, List<String> includes, List<String> excludes) {
    return new RenameSelection(true, only, EntryFilter.of(includes, excludes));
  }

  @Test
  void numbers_goByName_withinATree() throws IOException {
    files("d/c", "d/a/x", "d/b");
    assertThat(tree(plan(Template.parse("{n}"), TREES, "d")))
        .containsExactly(
            Map.entry("", List.of("d>1")),
            Map.entry("/d", List.of("a>2", "b>4", "c>5")),
            Map.entry("/d/a", List.of("x>3")));
  }

  @Test
  void linkToADirectory_isNotLookedInto() throws IOException {
    files("d/a", "e/");
    Files.createSymbolicLink(folder.resolve("e/link"), folder.resolve("d"));
    assertThat(tree(plan(LetterCase.UPPER, TREES, "e")))
        .containsExactly(Map.entry("", List.of("e>E")), Map.entry("/e", List.of("link>LINK")));
  }
}
