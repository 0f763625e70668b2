package dev.haul.cli;

import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import dev.haul.plan.TargetRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what was chosen into a {@link CopyRequest}; knows nothing of how it was written down. */
final class CopyMapper {
  private static final String ALL = "all";

  private final Choices choices;

  private CopyMapper(Choices choices) {
    this.choices = choices;
  }

  static CopyRequest map(Choices choices) throws UsageException {
    return new CopyMapper(choices).map();
  }

  private CopyRequest map() throws UsageException {
    CommonChoices.checkEngine(choices);
    return new CopyRequest(
        sources(),
        target(),
        rule(),
        list(),
        options(),
        CommonChoices.workers(choices),
        choices.has("--strict"),
        Presentation.of(choices));
  }

  private List<Location> sources() throws UsageException {
    List<String> operands = choices.operands();
    int count = choices.has("--target-directory") ? operands.size() : operands.size() - 1;
    if (count < 1) {
      throw missingOperand(operands);
    }
    return CommonChoices.locations(operands.subList(0, count));
  }

  private static UsageException missingOperand(List<String> operands) {
    return new UsageException(
        operands.isEmpty()
            ? "nothing to copy: SOURCE and TARGET are missing"
            : "where to? TARGET is missing after '" + Visible.of(operands.get(0)) + "'");
  }

  private Location target() throws UsageException {
    Choice directory = choices.find("--target-directory");
    List<String> operands = choices.operands();
    return CommonChoices.location(
        directory == null ? operands.get(operands.size() - 1) : directory.value());
  }

  private TargetRule rule() throws UsageException {
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

  private @Nullable PathListFile list() throws UsageException {
    PathListFile list = CommonChoices.list(choices);
    if (list != null && sources().size() > 1) {
      throw new UsageException("--files-from takes one SOURCE, the directory of what is listed");
    }
    return list;
  }

  private CopyOptions options() throws UsageException {
    CopyOptions.Builder options =
        CopyOptions.builder()
            .ifExists(policy())
            .keep(keep())
            .chmod(chmod())
            .chown(chown())
            .reflink(choices.word(Setting.REFLINK, Reflink.values(), Reflink.AUTO))
            .durability(choices.word(Setting.DURABILITY, Durability.values(), Durability.NONE))
            .sparse(choices.word(Setting.SPARSE, Sparse.values(), Sparse.AUTO))
            .filter(CommonChoices.filter(choices))
            .special(choices.has("--special"))
            .oneFileSystem(choices.has("--one-file-system"))
            .verify(choices.has("--verify"))
            .dryRun(choices.has("--dry-run"))
            .failFast(choices.has("--fail-fast"))
            .retries(CommonChoices.retries(choices, CopyOptions.defaults().retries()));
    setBackupSuffix(options);
    return options.build();
  }

  private ConflictPolicy policy() throws UsageException {
    choices.atMostOne("--force", "--update", "--if-exists");
    if (choices.has("--force")) {
      return ConflictPolicy.REPLACE;
    }
    return choices.has("--update")
        ? ConflictPolicy.UPDATE
        : choices.word(Setting.IF_EXISTS, ConflictPolicy.values(), ConflictPolicy.FAIL);
  }

  private Set<Attribute> keep() throws UsageException {
    Choice preserve = choices.find(Setting.PRESERVE);
    Set<Attribute> keep = preserve == null ? EnumSet.allOf(Attribute.class) : attributes(preserve);
    for (String list : choices.values("--no-preserve")) {
      keep.removeAll(attributes(new Choice(list, "--no-preserve")));
    }
    return keep;
  }

  private static Set<Attribute> attributes(Choice list) throws UsageException {
    Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
    for (String word : list.value().split(",", -1)) {
      if (word.equals(ALL)) {
        attributes.addAll(EnumSet.allOf(Attribute.class));
      } else {
        attributes.add(new Choice(word, list.origin()).word(Attribute.values()));
      }
    }
    return attributes;
  }

  private ModeChange chmod() throws UsageException {
    Choice mode = choices.find("--chmod");
    try {
      return mode == null ? ModeChange.NONE : ModeChange.parse(mode.value());
    } catch (IllegalArgumentException e) {
      throw mode.invalid("not a mode as chmod takes it");
    }
  }

  private Ownership chown() throws UsageException {
    Choice owner = choices.find("--chown");
    return owner == null ? Ownership.NONE : Owners.parse(owner);
  }

  private void setBackupSuffix(CopyOptions.Builder options) throws UsageException {
    choices.needs("--backup-suffix", policy() == ConflictPolicy.BACKUP, "--if-exists=backup");
    Choice suffix = choices.find(Setting.BACKUP_SUFFIX);
    if (suffix == null) {
      return;
    }
    if (suffix.value().isEmpty() || suffix.value().indexOf('/') >= 0) {
      throw suffix.invalid("not a suffix of a name");
    }
    options.backupSuffix(suffix.value());
  }
}
