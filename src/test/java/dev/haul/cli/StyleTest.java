package dev.haul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StyleTest {
  @ParameterizedTest
  @CsvSource({
    "AUTO,   true,  '',                             true",
    "AUTO,   false, '',                             false",
    "AUTO,   true,  'NO_COLOR=1',                   false",
    "AUTO,   true,  'NO_COLOR=',                    true",
    "AUTO,   true,  'TERM=dumb',                    false",
    "AUTO,   false, 'CLICOLOR_FORCE=1',             true",
    "AUTO,   false, 'CLICOLOR_FORCE=0',             false",
    "AUTO,   true,  'CLICOLOR_FORCE=1 NO_COLOR=1',  false",
    "ALWAYS, false, 'NO_COLOR=1 TERM=dumb',         true",
    "NEVER,  true,  'CLICOLOR_FORCE=1',             false",
  })
  void colour_isDecided_byOptionConventionsAndStream(
      When when, boolean terminal, String variables, boolean expected) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.isEmpty() ? new String[0] : variables.split(" ", -1)) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    Output output = Output.buffered(new ByteArrayOutputStream(), () -> terminal);
    Surroundings surroundings =
        new Surroundings(environment, InputStream.nullInputStream(), () -> false, output, output);
    assertThat(Style.of(when, output, surroundings).isColoured()).isEqualTo(expected);
  }
}
