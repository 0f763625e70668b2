package dev.haul.cli;

import dev.haul.MoveOptions;

/** Turns what was chosen into a {@link MoveRequest}. */
final class MoveMapper {
  private MoveMapper() {}

  static MoveRequest map(Choices choices) throws UsageException {
    TargetChoices targets = new TargetChoices(choices, MoveSpec.NAME);
    return new MoveRequest(
        targets.sources(),
        targets.target(),
        targets.rule(),
        options(choices, targets),
        EngineChoice.of(choices),
        Presentation.of(choices));
  }

  private static MoveOptions options(Choices choices, TargetChoices targets) throws UsageException {
    return new MoveOptions(
        targets.policy(),
        choices.has("--merge"),
        choices.has("--verify"),
        choices.has("--dry-run"),
        choices.has("--fail-fast"),
        CommonChoices.retries(choices, MoveOptions.defaults().retries()),
        targets.backupSuffix());
  }
}
