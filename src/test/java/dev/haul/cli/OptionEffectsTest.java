package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One test for each option of each command: none is accepted and ignored. */
final class OptionEffectsTest {
  private final CommandTester haul = new CommandTester();

  @Test
  void everyOption_ofEveryCommand_hasOneEffectTest() {
    List<String> options = new ArrayList<>();
    collect(new CommandLine(HaulSpec.create()), "haul", options);
    List<String> tested =
        new ClassFileImporter()
            .importPackagesOf(Effect.class).stream()
                .flatMap(test -> test.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Effect.class))
                .map(method -> method.getAnnotationOfType(Effect.class).value())
                .toList();
    assertThat(tested).containsExactlyInAnyOrderElementsOf(options);
  }

  private static void collect(CommandLine command, String name, List<String> options) {
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : spec.options()) {
      options.add(name + " " + option.longestName());
    }
    command.getSubcommands().forEach((verb, child) -> collect(child, verb, options));
  }

  @Test
  @Effect("haul --help")
  void help_ofHaul_isShown() {
    assertThat(haul.run("--help").out()).contains("Usage: haul COMMAND");
  }

  @Test
  @Effect("haul --version")
  void version_isShown() {
    assertThat(haul.run("--version").out()).startsWith("haul ");
  }

  @Test
  @Effect("doctor --help")
  void help_ofDoctor_isShown() {
    assertThat(haul.run("doctor", "--help").out()).contains("Usage: haul doctor");
  }

  @Test
  @Effect("help --help")
  void help_ofHelp_isShown() {
    assertThat(haul.run("help", "--help").out()).contains("Usage: haul help");
  }
}
