package dev.haul.cli;

import java.io.InputStream;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The process that a command runs in, as far as the command line looks at it.
 *
 * @param in standard input
 * @param interactive whether somebody sits at standard input
 * @param out for results
 * @param err for everything else
 */
record Surroundings(
    Map<String, String> environment,
    InputStream in,
    BooleanSupplier interactive,
    Output out,
    Output err) {
  /** An environment variable; empty when it is not set. */
  String variable(String name) {
    String value = environment.get(name);
    return value == null ? "" : value;
  }
}
