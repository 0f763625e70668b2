package dev.haul.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The kinds of options there are, in picocli's terms. Each may be repeated; the last one holds. */
final class OptionSpecs {
  private OptionSpecs() {}

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(Boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .arity("0")
        .usageHelp(true)
        .description("Show this help.")
        .build();
  }

  static OptionSpec value(String label, String description, String... names) {
    return builder(label, description, names).build();
  }

  /** One of a few words, which completions offer and the description lists. */
  static OptionSpec choice(String label, List<String> words, String description, String... names) {
    String listed = description + " (" + String.join(", ", words) + ")";
    return builder(label, listed, names).completionCandidates(words).build();
  }

  private static OptionSpec.Builder builder(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description);
  }

  static PositionalParamSpec operands(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** A command whose words mean exactly what they say. */
  static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name).interpolateVariables(false);
    spec.parser().expandAtFiles(false).trimQuotes(false).overwrittenOptionsAllowed(true);
    spec.usageMessage().description(description).sortOptions(false).sortSynopsis(false);
    return spec;
  }
}
