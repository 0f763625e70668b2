package dev.haul.cli;

import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.Location;
import dev.haul.plan.TargetRule;
import java.util.List;

/** What was chosen of a command that takes sources to a target. */
final class TargetChoices {
  private final Choices choices;
  private final String verb;

  TargetChoices(Choices choices, String verb) {
    this.choices = choices;
    this.verb = verb;
  }

  List<Location> sources() throws UsageException {
    List<String> operands = choices.operands();
    int count = choices.has("--target-directory") ? operands.size() : operands.size() - 1;
    if (count < 1) {
      throw missingOperand(operands);
    }
    return CommonChoices.locations(operands.subList(0, count));
  }

  private UsageException missingOperand(List<String> operands) {
    return new UsageException(
        operands.isEmpty()
            ? "nothing to " + verb + ": SOURCE and TARGET are missing"
            : "where to? TARGET is missing after '" + Visible.of(operands.get(0)) + "'");
  }

  Location target() throws UsageException {
    Choice directory = choices.find("--target-directory");
    List<String> operands = choices.operands();
    return CommonChoices.location(
        directory == null ? operands.get(operands.size() - 1) : directory.value());
  }

  TargetRule rule() throws UsageException {
    choices.atMostOne("--no-target-directory", "--target-directory");
    if (choices.has("--target-directory")) {
      return TargetRule.DIRECTORY;
    }
    if (!choices.has("--no-target-directory")) {
      return TargetRule.AUTO;
    }
    if (choices.operands().size() > 2) {
      throw new UsageException("--no-target-directory takes one SOURCE only");
    }
    return TargetRule.NAME;
  }

  ConflictPolicy policy() throws UsageException {
    choices.atMostOne("--force", "--update", "--if-exists");
    if (choices.has("--force")) {
      return ConflictPolicy.REPLACE;
    }
    return choices.has("--update")
        ? ConflictPolicy.UPDATE
        : choices.word(Setting.IF_EXISTS, ConflictPolicy.values(), ConflictPolicy.FAIL);
  }

  String backupSuffix() throws UsageException {
    choices.needs("--backup-suffix", policy() == ConflictPolicy.BACKUP, "--if-exists=backup");
    Choice suffix = choices.find(Setting.BACKUP_SUFFIX);
    if (suffix == null) {
      return CopyOptions.defaults().backupSuffix();
    }
    if (suffix.value().isEmpty() || suffix.value().indexOf('/') >= 0) {
      throw suffix.invalid("not a suffix of a name");
    }
    return suffix.value();
  }
}
