package dev.haul.cli;

import dev.haul.Attribute;
import dev.haul.CopyOptions;
import dev.haul.Durability;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.Reflink;
import dev.haul.Sparse;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what was chosen into a {@link CopyRequest}; knows nothing of how it was written down. */
final class CopyMapper {
  private static final String ALL = "all";

  private final Choices choices;
  private final TargetChoices targets;

  private CopyMapper(Choices choices) {
    this.choices = choices;
    this.targets = new TargetChoices(choices, CopySpec.NAME);
  }

  static CopyRequest map(Choices choices) throws UsageException {
    return new CopyMapper(choices).map();
  }

  private CopyRequest map() throws UsageException {
    return new CopyRequest(
        targets.sources(),
        targets.target(),
        targets.rule(),
        list(),
        options(),
        EngineChoice.of(choices),
        choices.has("--strict"),
        Presentation.of(choices));
  }

  private @Nullable PathListFile list() throws UsageException {
    PathListFile list = CommonChoices.list(choices);
    if (list != null && targets.sources().size() > 1) {
      throw new UsageException("--files-from takes one SOURCE, the directory of what is listed");
    }
    return list;
  }

  // Where data has to be shared, nothing can be done about its holes.
  private void checkSharing() throws UsageException {
    Choice reflink = choices.find(Setting.REFLINK);
    Choice sparse = choices.find(Setting.SPARSE);
    if (reflink != null
        && sparse != null
        && reflink.word(Reflink.values()) == Reflink.ALWAYS
        && sparse.word(Sparse.values()) != Sparse.AUTO) {
      throw reflink.invalid(
          "what is shared has the holes of its source: excludes " + sparse.origin());
    }
  }

  private CopyOptions options() throws UsageException {
    checkSharing();
    CopyOptions.Builder options =
        CopyOptions.builder()
            .ifExists(targets.policy())
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
    return options.backupSuffix(targets.backupSuffix()).build();
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
}
