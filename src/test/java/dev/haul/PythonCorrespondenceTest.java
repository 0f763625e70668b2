package dev.haul;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What the README promises to those who know Python's {@code concurrent.futures} and {@code
 * asyncio}: one test for each row of its table, named by the row's first column. They are in {@link
 * PythonFuturesTest} and {@link PythonAsyncioTest}.
 */
final class PythonCorrespondenceTest {
  private static final Path README = Path.of("README.md");
  private static final String SECTION = "### If you know Python";

  @Test
  void table_inReadme_hasATestForEachRow() throws IOException {
    List<String> tests =
        Stream.of(PythonFuturesTest.class, PythonAsyncioTest.class)
            .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(DisplayName.class))
            .map(PythonCorrespondenceTest::displayName)
            .toList();

    assertThat(rows()).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(tests);
  }

  private static String displayName(Method method) {
    return method.getAnnotation(DisplayName.class).value();
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(README).stream()
        .dropWhile(line -> !line.equals(SECTION))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }
}
