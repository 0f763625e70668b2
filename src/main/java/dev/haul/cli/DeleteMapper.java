package dev.haul.cli;

import dev.haul.DeleteOptions;
import dev.haul.Location;
import java.util.List;

/** Turns what was chosen into a {@link DeleteRequest}. */
final class DeleteMapper {
  private final Choices choices;

  private DeleteMapper(Choices choices) {
    this.choices = choices;
  }

  static DeleteRequest map(Choices choices) throws UsageException {
    return new DeleteMapper(choices).map();
  }

  private DeleteRequest map() throws UsageException {
    choices.atMostOne("--interactive", "--dry-run");
    PathListFile list = CommonChoices.list(choices);
    List<Location> operands = CommonChoices.locations(choices.operands());
    if (operands.isEmpty() && list == null && !choices.has("--force")) {
      throw new UsageException("nothing to delete: PATH is missing");
    }
    return new DeleteRequest(
        operands,
        list,
        options(),
        choices.has("--force"),
        choices.has("--interactive"),
        EngineChoice.of(choices),
        Presentation.of(choices));
  }

  private DeleteOptions options() throws UsageException {
    return new DeleteOptions(
        choices.has("--recursive"),
        CommonChoices.filter(choices),
        choices.has("--one-file-system"),
        choices.has("--dry-run"),
        choices.has("--fail-fast"),
        CommonChoices.retries(choices, DeleteOptions.defaults().retries()));
  }
}
