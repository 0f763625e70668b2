import dev.haul.cli.HaulSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the sources of the man pages, and the completions, from the options that the code has.
 *
 * <p>Maven runs it in the project's directory with haul's classes, picocli and its generator on the
 * class path: {@code java src/image/MakeDocuments.java DIRECTORY}.
 */
final class MakeDocuments {
  private MakeDocuments() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    CommandSpec spec = new CommandLine(HaulSpec.create()).getCommandSpec();
    documentSettings(spec.subcommands().get("copy").getCommandSpec());
    nameSections(spec);
    spec.subcommands().values().forEach(command -> breakSynopsis(command.getCommandSpec()));
    File manual = Files.createDirectories(directory.resolve("manual")).toFile();
    int code = ManPageGenerator.generateManPage(manual, null, new boolean[0], false, spec);
    if (code != 0) {
      throw new IOException("the generator of the man pages ended with " + code);
    }
    writeCompletions(directory, new CommandLine(HaulSpec.create()).getCommandSpec());
  }

  private static void writeCompletions(Path directory, CommandSpec spec) throws IOException {
    Files.writeString(directory.resolve("haul.bash"), BashCompletion.of(spec));
    Files.writeString(directory.resolve("haul.zsh"), ZshCompletion.of(spec));
    Files.writeString(directory.resolve("haul.fish"), FishCompletion.of(spec));
  }

  // The help shows them at its end; a man page has no other place for them.
  private static void documentSettings(CommandSpec copy) {
    String[] description = copy.usageMessage().description();
    copy.usageMessage().description(description[0], "", HaulSpec.settings());
  }

  // A man page is filled text, but each way to call a command is a line.
  private static void breakSynopsis(CommandSpec command) {
    String[] lines = command.usageMessage().customSynopsis();
    for (int i = 0; i < lines.length; i++) {
      lines[i] = lines[i].strip() + (i + 1 < lines.length ? " +" : "");
    }
    command.usageMessage().customSynopsis(lines);
  }

  // In the help a colon ends a heading, in a man page nothing does.
  private static void nameSections(CommandSpec spec) {
    spec.usageMessage().footerHeading("Examples").exitCodeListHeading("Exit codes");
    spec.subcommands().values().forEach(command -> nameSections(command.getCommandSpec()));
  }
}
