package dev.haul.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.cli.HaulSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Manual pages, completions and README name the commands and options that the code has: all of
 * them, and no others.
 */
final class DocumentsIT {
  private static final CommandSpec HAUL = new CommandLine(HaulSpec.create()).getCommandSpec();
  private static final Path MANUAL = Program.DIST.resolve("share/man/man1");

  @TempDir private Path scratch;

  static List<CommandSpec> commands() {
    List<CommandSpec> commands = new ArrayList<>(List.of(HAUL));
    HAUL.subcommands().values().forEach(command -> commands.add(command.getCommandSpec()));
    return commands;
  }

  private static List<String> verbs() {
    return List.copyOf(HAUL.subcommands().keySet());
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream().flatMap(option -> Stream.of(option.names())).toList();
  }

  private static CommandSpec copy() {
    return Objects.requireNonNull(HAUL.subcommands().get("copy")).getCommandSpec();
  }

  /** How a command is called, up to where its options stand. */
  private static String call(CommandSpec command) {
    return command.equals(HAUL) ? "haul " : "haul " + command.name() + " ";
  }

  // Manual pages

  @Test
  void manPages_areThere_forEachCommand() throws IOException {
    try (Stream<Path> pages = Files.list(MANUAL)) {
      assertThat(pages)
          .containsExactlyInAnyOrderElementsOf(commands().stream().map(DocumentsIT::page).toList());
    }
  }

  private static Path page(CommandSpec command) {
    return MANUAL.resolve(call(command).strip().replace(' ', '-') + ".1");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void manPage_ofCommand_explainsItsOptions(CommandSpec command) throws IOException {
    List<String> explained =
        terms(page(command), "OPTIONS").flatMap(term -> Stream.of(term.split(", "))).toList();
    assertThat(explained)
        .extracting(term -> term.split("=", 2)[0])
        .containsExactlyInAnyOrderElementsOf(options(command));
  }

  @Test
  void manPage_ofHaul_namesItsCommands() throws IOException {
    assertThat(terms(page(HAUL), "COMMANDS")).containsExactlyElementsOf(verbs());
  }

  /** What is explained in a section, in the words of the source of a page. */
  private static Stream<String> terms(Path page, String section) throws IOException {
    List<String> lines =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.matches("\\.SH \"?" + section + "\"?"))
            .skip(1)
            .takeWhile(line -> !line.startsWith(".SH"))
            .toList();
    return Stream.iterate(0, i -> i + 1 < lines.size(), i -> i + 1)
        .filter(i -> lines.get(i).equals(".sp") && !lines.get(i + 1).startsWith("."))
        .map(i -> plain(lines.get(i + 1)));
  }

  private static String plain(String roff) {
    return roff.replaceAll("\\\\f[A-Z]", "").replace("\\-", "-");
  }

  @Test
  void manPages_areSet_withoutAWarning() throws Exception {
    Program.assume("groff", "man");
    for (CommandSpec command : commands()) {
      assertThat(warnings(page(command))).as(call(command)).isEmpty();
    }
  }

  /** The twin: what is wrong with a page is seen. */
  @Test
  void manPage_thatIsWrong_isWarnedOf() throws Exception {
    Program.assume("groff", "man");
    Path wrong =
        Files.writeString(scratch.resolve("wrong.1"), ".TH A 1\n.SH NAME\na \\- b\n.WRONG\n");
    assertThat(warnings(wrong)).contains("WRONG");
  }

  private String warnings(Path page) throws IOException, InterruptedException {
    String set = "man --warnings --local-file \"$0\" 2>&1 >/dev/null";
    return new Program(scratch, "groff", "-ww", "-z", "-man", page.toString()).printed()
        + new Program(scratch, "sh", "-c", set, page.toString()).printed();
  }

  @Test
  void manPage_ofCopy_tellsOfSettingsAndExitCodes() throws IOException {
    assertThat(Files.readString(page(copy()))).contains("HAUL_JOBS");
    assertThat(terms(page(copy()), "EXIT CODES")).contains("0", "4", "130");
  }

  @Test
  void synopsis_hasALine_forEachWayToCall() throws Exception {
    Program.assume("man");
    List<String> lines =
        new Program(scratch, "sh", "-c", "man --local-file \"$0\" | cat", page(copy()).toString())
            .lines();
    assertThat(lines).filteredOn(line -> line.startsWith("       haul copy [OPTION]")).hasSize(3);
  }

  // Completions

  @ParameterizedTest
  @EnumSource
  void completion_offers_theCommands(InteractiveShell shell) throws Exception {
    Program.assume(shell.program());
    assertThat(shell.complete(scratch, "haul ")).containsExactlyInAnyOrderElementsOf(verbs());
    assertThat(shell.complete(scratch, "haul help ")).containsExactlyInAnyOrderElementsOf(verbs());
  }

  @ParameterizedTest
  @EnumSource
  void completion_offers_theOptionsOfEachCommand(InteractiveShell shell) throws Exception {
    Program.assume(shell.program());
    for (CommandSpec command : commands()) {
      List<String> offered = shell.complete(scratch, call(command) + "-");
      // Zsh leaves out an option's other names where it shows them in one line.
      assertThat(offered).isSubsetOf(options(command));
      assertThat(command.options())
          .as(call(command))
          .allMatch(option -> Stream.of(option.names()).anyMatch(offered::contains));
      assertThat(shell.complete(scratch, call(command) + "--"))
          .containsExactlyInAnyOrderElementsOf(
              options(command).stream().filter(name -> name.startsWith("--")).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void completion_offers_theWordsToChooseFrom(InteractiveShell shell) throws Exception {
    Program.assume(shell.program());
    List<OptionSpec> choices =
        copy().options().stream().filter(option -> option.completionCandidates() != null).toList();
    assertThat(choices).hasSizeGreaterThan(3);
    for (OptionSpec choice : choices) {
      assertThat(shell.complete(scratch, "haul copy -f " + choice.longestName() + " "))
          .as(choice.longestName())
          .containsExactlyInAnyOrderElementsOf(choice.completionCandidates());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSH", "FISH"})
  void completion_offers_filesAndDirectories(InteractiveShell shell) throws Exception {
    Program.assume(shell.program());
    Files.createDirectory(scratch.resolve("files"));
    Files.createDirectory(scratch.resolve("files/one"));
    Files.createFile(scratch.resolve("files/two"));
    assertThat(names(shell, "haul copy -f files/")).containsExactly("one", "two");
    assertThat(names(shell, "haul copy --files-from files/")).containsExactly("one", "two");
    assertThat(names(shell, "haul copy -t files/")).containsExactly("one");
    assertThat(names(shell, "haul doctor files/")).containsExactly("one");
    assertThat(names(shell, "haul copy --exclude files/")).isEmpty();
  }

  private Stream<String> names(InteractiveShell shell, String line) throws Exception {
    return shell.complete(scratch, line).stream()
        .map(path -> path.replaceFirst("/$", "").replaceFirst(".*/", ""))
        .distinct()
        .sorted();
  }

  /** Of bash only the terminal shows what comes of a line: it leaves files to readline. */
  @Test
  void completion_ofBash_completesALine() throws Exception {
    Program.assume("bash", "script");
    Files.createDirectories(scratch.resolve("files/directory"));
    Files.createFile(scratch.resolve("files/a name"));
    Path typed =
        Files.writeString(
            scratch.resolve("typed"),
            "source "
                + Program.DIST.resolve("share/bash-completion/completions/haul")
                + "; haul() { printf '%s\\n' \"$@\" >called; }\n"
                + "haul co\t-f --veri\t--if-exists=rep\tfil\ta\t-t fil\td\t\nexit\n");
    new Program(scratch, "script", "--quiet", "--command", "bash --norc -i", "/dev/null")
        .input(typed)
        .printed();
    assertThat(scratch.resolve("called"))
        .hasContent("copy\n-f\n--verify\n--if-exists=replace\nfiles/a name\n-t\nfiles/directory/");
  }

  // README

  @Test
  void readme_namesOptions_thatThereAre() throws IOException {
    List<String> known = commands().stream().flatMap(c -> options(c).stream()).toList();
    // One is misspelt on purpose.
    String readme = Files.readString(Path.of("README.md")).replaceAll("--if-exist\\b", "");
    Matcher named = Pattern.compile("(?<=[\\s`(])--[a-z][a-z-]+").matcher(readme);
    List<String> options = named.results().map(match -> match.group()).distinct().toList();
    assertThat(options).hasSizeGreaterThan(8).isSubsetOf(known);
  }

  @Test
  void tableOfConflicts_inReadme_hasEachWord() throws IOException {
    assertThat(
            Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| `--if-exists=`"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("`", -1)[1]))
        .containsExactlyElementsOf(
            Objects.requireNonNull(copy().findOption("--if-exists")).completionCandidates());
  }
}
