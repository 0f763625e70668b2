package dev.haul.cli;

import dev.haul.Location;
import dev.haul.RenameOptions;
import dev.haul.plan.rename.LetterCase;
import dev.haul.plan.rename.NewName;
import dev.haul.plan.rename.RenameSelection;
import dev.haul.plan.rename.RenameSelection.Only;
import dev.haul.plan.rename.Substitution;
import dev.haul.plan.rename.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what was chosen into a {@link RenameRequest}. */
final class RenameMapper {
  /** What says by itself what is renamed, and how. */
  private static final List<String> SELF_SUFFICIENT = List.of("--map", "--undo");

  private static final String[] ABOUT_OPERANDS = {
    "--recursive", "--only", "--include", "--exclude", "--files-from"
  };

  private final Choices choices;

  private RenameMapper(Choices choices) {
    this.choices = choices;
  }

  static RenameRequest map(Choices choices) throws UsageException {
    return new RenameMapper(choices).map();
  }

  private RenameRequest map() throws UsageException {
    choices.atMostOne("--template", "--case", "--map", "--undo");
    choices.atMostOne("--undo", "--undo-file");
    choices.atMostOne("--dry-run", "--undo-file");
    for (String option : SELF_SUFFICIENT) {
      for (String other : ABOUT_OPERANDS) {
        choices.atMostOne(option, other);
      }
    }
    choices.needs(
        "--null", choices.has("--map") || choices.has("--files-from"), "--map or --files-from");
    List<String> words = choices.operands();
    boolean byExpression = namedBy() == null;
    NewName naming = byExpression ? expression(words) : naming();
    return new RenameRequest(
        naming,
        operands(byExpression ? words.subList(1, words.size()) : words),
        file("--files-from"),
        file("--map"),
        location("--undo"),
        location("--undo-file"),
        selection(),
        options(),
        EngineChoice.of(choices),
        Presentation.of(choices));
  }

  /** The option that says how everything is to be called; null if that is left to an expression. */
  private @Nullable String namedBy() {
    for (String option : List.of("--template", "--case", "--map", "--undo")) {
      if (choices.has(option)) {
        return option;
      }
    }
    return null;
  }

  private static NewName expression(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      throw new UsageException("nothing says how: an expression s/REGEX/REPLACEMENT/ is missing");
    }
    try {
      return Substitution.parse(words.get(0));
    } catch (IllegalArgumentException e) {
      throw new Choice(words.get(0), "expression")
          .invalid(Visible.of(String.valueOf(e.getMessage())));
    }
  }

  private @Nullable NewName naming() throws UsageException {
    Choice letters = choices.find("--case");
    if (letters != null) {
      return letters.word(LetterCase.values());
    }
    Choice template = choices.find("--template");
    if (template == null) {
      return null;
    }
    try {
      return Template.parse(template.value());
    } catch (IllegalArgumentException e) {
      throw template.invalid(Visible.of(String.valueOf(e.getMessage())));
    }
  }

  private List<Location> operands(List<String> words) throws UsageException {
    for (String option : SELF_SUFFICIENT) {
      if (choices.has(option) && !words.isEmpty()) {
        throw new UsageException(
            option + " says what is renamed: '" + Visible.of(words.get(0)) + "' is too much");
      }
      if (choices.has(option)) {
        return List.of();
      }
    }
    if (words.isEmpty() && !choices.has("--files-from")) {
      throw new UsageException("nothing to rename: PATH is missing");
    }
    return CommonChoices.locations(words);
  }

  private @Nullable PathListFile file(String option) {
    Choice file = choices.find(option);
    return file == null ? null : new PathListFile(file.value(), choices.has("--null"));
  }

  private @Nullable Location location(String option) throws UsageException {
    Choice file = choices.find(option);
    if (file == null) {
      return null;
    }
    if (file.value().isEmpty()) {
      throw file.invalid("not the name of a file");
    }
    return Location.parse(file.value());
  }

  private RenameSelection selection() throws UsageException {
    Choice only = choices.find("--only");
    return new RenameSelection(
        choices.has("--recursive"),
        only == null ? Only.ALL : only.word(Only.values()),
        CommonChoices.filter(choices));
  }

  private RenameOptions options() throws UsageException {
    return new RenameOptions(
        choices.has("--dry-run"),
        choices.has("--fail-fast"),
        CommonChoices.retries(choices, RenameOptions.defaults().retries()));
  }
}
