package dev.haul.cli;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Locking;
import dev.haul.RecordFormat;
import java.util.List;

/** Turns what was chosen into an {@link AppendRequest}. */
final class AppendMapper {
  private static final String STANDARD_INPUT = "-";
  private static final int OCTAL = 8;
  private static final List<String> NEED_SOURCES =
      List.of("--engine", "--jobs", "--depth", "--worker-timeout", "--ordered", "--fail-fast");
  private static final List<String> NEED_RECORDS =
      List.of("--record", "--durability", "--mode", "--no-create", "--json", "--json-lines");

  /** Standard input is read by one thread. */
  private static final EngineChoice ALONE =
      new EngineChoice(EngineKind.THREADS, EngineOptions.defaults().withWorkers(1));

  private final Choices choices;

  private AppendMapper(Choices choices) {
    this.choices = choices;
  }

  static AppendRequest map(Choices choices) throws UsageException {
    return new AppendMapper(choices).map();
  }

  private AppendRequest map() throws UsageException {
    List<String> operands = choices.operands();
    if (operands.isEmpty()) {
      throw new UsageException("nothing to append to: TARGET is missing");
    }
    List<String> sources = operands.subList(1, operands.size());
    boolean recovers = choices.has("--recover");
    if (recovers) {
      checkRecovery(sources);
    }
    if (sources.equals(List.of(STANDARD_INPUT))) {
      sources = List.of();
    }
    if (sources.contains(STANDARD_INPUT)) {
      throw new UsageException("-: standard input cannot be one of several sources");
    }
    if (sources.isEmpty()) {
      checkSingle();
    }
    return new AppendRequest(
        CommonChoices.location(operands.get(0)),
        CommonChoices.locations(sources),
        records(),
        options(),
        choices.has("--ordered"),
        recovers,
        choices.has("--fail-fast"),
        sources.isEmpty() ? ALONE : EngineChoice.of(choices),
        Presentation.of(choices));
  }

  private void checkRecovery(List<String> sources) throws UsageException {
    if (!sources.isEmpty()) {
      throw new UsageException("--recover adds nothing, and takes no SOURCE");
    }
    Choice lock = choices.find("--lock");
    if (lock != null && lock.word(Locking.values()) == Locking.NONE) {
      throw new UsageException("--recover and --lock=none exclude each other");
    }
    for (String option : NEED_RECORDS) {
      choices.needs(option, false, "something to add: --recover adds nothing");
    }
  }

  // There is one, and this process reads it.
  private void checkSingle() throws UsageException {
    for (String option : NEED_SOURCES) {
      choices.needs(option, false, "a SOURCE that is a file");
    }
  }

  private RecordFormat records() throws UsageException {
    Choice format = choices.find("--record");
    try {
      return format == null ? RecordFormat.LINE : RecordFormat.parse(format.value());
    } catch (IllegalArgumentException e) {
      throw format.invalid("not one of line, nul, whole, fixed:N");
    }
  }

  private AppendOptions options() throws UsageException {
    Choice lock = choices.find("--lock");
    Choice timeout = choices.find("--lock-timeout");
    AppendOptions options =
        AppendOptions.defaults()
            .withDurability(choices.word(Setting.DURABILITY, Durability.values(), Durability.NONE))
            .withMode(mode());
    if (choices.has("--no-create")) {
      choices.atMostOne("--no-create", "--mode");
      options = options.withoutCreating();
    }
    if (lock != null) {
      options = options.withLocking(lock.word(Locking.values()));
    }
    if (timeout != null) {
      if (options.locking() == Locking.NONE) {
        throw new UsageException("--lock-timeout and --lock=none exclude each other");
      }
      options = options.withLockTimeout(timeout.seconds());
    }
    return options;
  }

  private int mode() throws UsageException {
    Choice mode = choices.find("--mode");
    if (mode == null) {
      return AppendOptions.USUAL_MODE;
    }
    try {
      int bits = Integer.parseInt(mode.value(), OCTAL);
      if (bits >= 0 && bits <= 07777) {
        return bits;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw mode.invalid("not an octal mode, as 0640");
  }
}
