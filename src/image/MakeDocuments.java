import dev.haul.cli.HaulSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
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
    File manual = Files.createDirectories(directory.resolve("manual")).toFile();
    int code = ManPageGenerator.generateManPage(manual, null, new boolean[0], false, spec);
    if (code != 0) {
      throw new IOException("the generator of the man pages ended with " + code);
    }
    Files.writeString(
        directory.resolve("haul.bash"),
        AutoComplete.bash("haul", new CommandLine(HaulSpec.create())));
  }

  // The help shows them at its end; a man page has no other place for them.
  private static void documentSettings(CommandSpec copy) {
    String[] description = copy.usageMessage().description();
    copy.usageMessage().description(description[0], "", HaulSpec.settings());
  }

  // In the help a colon ends a heading, in a man page nothing does.
  private static void nameSections(CommandSpec spec) {
    spec.usageMessage().footerHeading("Examples").exitCodeListHeading("Exit codes");
    spec.subcommands().values().forEach(command -> nameSections(command.getCommandSpec()));
  }
}
