package dev.haul;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.File;
import java.io.ObjectInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the arrows between the rooms of the house, and keeps what is global or dangerous in the one
 * room made for it.
 */
final class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.haul");

  /** A request flows down; values of the API package are the words that every room speaks. */
  @ParameterizedTest
  @CsvSource({
    "dev.haul,         batch bench cli",
    "dev.haul.plan..,   batch bench cli",
    "dev.haul.engine.., plan batch bench cli",
    "dev.haul.task..,   plan engine batch bench cli",
    "dev.haul.append.., plan engine task batch bench cli",
    "dev.haul.fs..,     plan engine task append batch bench cli",
    "dev.haul.batch..,  engine task append fs bench cli",
    "dev.haul.bench..,  plan engine task append fs batch cli",
    "dev.haul.cli..,    engine task",
  })
  void room_names_noRoomAboveOrPastTheNext(String room, String forbidden) {
    String[] rooms =
        Stream.of(forbidden.split(" "))
            .map(name -> "dev.haul." + name + "..")
            .toArray(String[]::new);
    holds(
        noClasses()
            .that()
            .resideInAPackage(room)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms));
  }

  @Test
  void engines_areNamed_onlyByEngines() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.haul")
            .and()
            .haveNameNotMatching("dev\\.haul\\.Engines(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.haul.engine.."));
  }

  @Test
  void fileSystems_areNamed_onlyByRoots() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.haul.fs.linux..", "dev.haul.fs.nio..")
            .and()
            .haveNameNotMatching("dev\\.haul\\.fs\\.Roots(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.haul.fs.linux..", "dev.haul.fs.nio.."));
  }

  @Test
  void nativeCalls_stayIn_fsLinux() {
    staysIn("dev.haul.fs.linux..", "java.lang.foreign..");
  }

  @Test
  void picocli_staysIn_cli() {
    staysIn("dev.haul.cli..", "picocli..");
  }

  @Test
  void printing_staysIn_cli() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.haul.cli..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
  }

  @Test
  void exiting_staysIn_cli() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.haul.cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.haul.engine.process.Worker") // a process of its own
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  /** File loses names that are not text, and reading objects runs whatever the sender likes. */
  @Test
  void fileAndObjectInputStream_areUsed_nowhere() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(File.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class));
  }

  private static void staysIn(String room, String library) {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(room)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  private static void holds(ArchRule rule) {
    // Some rooms are built later.
    rule.allowEmptyShould(true).check(MAIN);
  }
}
