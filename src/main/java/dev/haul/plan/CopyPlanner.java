package dev.haul.plan;

import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal.Kind;
import dev.haul.task.Failures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what each source of a copy command becomes. */
public final class CopyPlanner {
  private static final String NOT_FOUND = "No such file or directory";
  private static final String NOT_A_DIRECTORY = "Not a directory";

  private final OperandLookup sources;
  private final OperandLookup targets;
  private final Location target;
  private final TargetRule rule;
  private final CopyOptions options;
  private final List<Copy> copies = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<Location, Location> sourcesByTarget = new LinkedHashMap<>();
  private boolean intoTarget;
  private boolean contentsOnly;
  private @Nullable Set<FileIdentity> targetAncestors;

  private CopyPlanner(
      OperandLookup sources,
      OperandLookup targets,
      Location target,
      TargetRule rule,
      CopyOptions options) {
    this.sources = sources;
    this.targets = targets;
    this.target = target;
    this.rule = rule;
    this.options = options;
  }

  /** Plans the copies of {@code sources}, of which there is at least one. */
  public static CopyPlan plan(
      List<Location> sources, Location target, TargetRule rule, CopyOptions options)
      throws IOException {
    List<Location> operands = new ArrayList<>(sources);
    operands.add(target);
    Root.Kind kind = Roots.kindFor(operands);
    try (OperandLookup ofSources = new OperandLookup(kind);
        OperandLookup ofTargets = new OperandLookup(kind)) {
      return new CopyPlanner(ofSources, ofTargets, target, rule, options).plan(sources);
    }
  }

  /**
   * Plans the copy of what is listed of the directory {@code source}, below the target itself.
   *
   * @param list relative paths
   * @throws IllegalArgumentException if one of them is empty, absolute, or has {@code ..} in it
   */
  public static CopyPlan planListed(
      Location source, List<String> list, Location target, TargetRule rule, CopyOptions options)
      throws IOException {
    CopyOptions narrowed = options.withFilter(options.filter().narrowedTo(list));
    // With a slash it is the directory itself, and a link to it is followed.
    Location directory = source.name() == null ? source : source.resolve("");
    Root.Kind kind = Roots.kindFor(List.of(source, target));
    try (OperandLookup ofSources = new OperandLookup(kind);
        OperandLookup ofTargets = new OperandLookup(kind)) {
      CopyPlanner planner = new CopyPlanner(ofSources, ofTargets, target, rule, narrowed);
      planner.contentsOnly = true;
      CopyPlan plan = planner.plan(List.of(directory));
      return plan.isRefused() ? plan : planner.findListed(plan, directory, kind, list);
    }
  }

  private CopyPlan findListed(CopyPlan plan, Location directory, Root.Kind kind, List<String> list)
      throws IOException {
    try (ListedEntries entries = new ListedEntries(Roots.open(new Root(0, directory, kind)))) {
      for (String path : list.stream().sorted().toList()) {
        findListed(entries, directory.resolve(path), path);
      }
    }
    return new CopyPlan(plan.copies(), refusals);
  }

  private void findListed(ListedEntries entries, Location source, String path) {
    Location place = target.resolve(path);
    try {
      entries.find(path);
    } catch (NoSuchFileException e) {
      refuse(Kind.MISSING_SOURCE, source, place, NOT_FOUND);
    } catch (NotDirectoryException e) {
      refuse(Kind.MISSING_SOURCE, source, place, NOT_A_DIRECTORY);
    } catch (IOException e) {
      refuse(e, source, place);
    }
  }

  private CopyPlan plan(List<Location> operands) {
    try {
      intoTarget = rule != TargetRule.NAME && targets.directory(target) != null;
      if (!intoTarget && (operands.size() > 1 || rule == TargetRule.DIRECTORY)) {
        refuseTarget(operands.get(0));
      } else {
        planEach(operands);
      }
    } catch (IOException e) {
      refuse(e, target, null);
    }
    return new CopyPlan(copies, refusals);
  }

  private void refuseTarget(Location source) throws IOException {
    if (targets.statIfExists(target) == null) {
      refuse(Kind.MISSING_TARGET, source, target, "the target directory does not exist");
    } else {
      refuse(Kind.NOT_A_DIRECTORY, source, target, "the target is not a directory");
    }
  }

  private void planEach(List<Location> operands) {
    for (Location source : operands) {
      Location place = intoTarget ? placeInTarget(source) : target;
      try {
        planOne(source, place);
      } catch (IOException e) {
        refuse(e, source, place);
      }
    }
    Location contents = sourcesByTarget.get(target);
    if (intoTarget && contents != null && operands.size() > 1) {
      refuseWhatIsIn(contents);
    }
  }

  /** Refuses sources whose names in the target an entry of {@code contents} would get too. */
  private void refuseWhatIsIn(Location contents) {
    for (Map.Entry<Location, Location> each : sourcesByTarget.entrySet()) {
      Location source = each.getValue();
      Name name = nameToKeep(source);
      try {
        if (name != null && sources.statIfExists(contents.resolve(name)) != null) {
          Location same = contents.resolve(name);
          refuse(Kind.SAME_TARGET, source, each.getKey(), "'" + same + "' would get the same name");
        }
      } catch (IOException e) {
        refuse(e, source, each.getKey());
      }
    }
  }

  /** Of a source without a name of its own, such as {@code dir/.}, the contents go there. */
  private Location placeInTarget(Location source) {
    Name name = nameToKeep(source);
    return name == null ? target : target.resolve(name);
  }

  private @Nullable Name nameToKeep(Location source) {
    return contentsOnly ? null : source.name();
  }

  private void planOne(Location source, Location place) throws IOException {
    FileStat found = statSource(source, place);
    if (found == null) {
      return;
    }
    if (!intoTarget && !isPossibleName(source, found)) {
      return;
    }
    FileStat existing = targets.statIfExists(place);
    if (existing != null && isSame(source, found, existing)) {
      refuse(Kind.SAME_FILE, source, place, "they are the same file");
    } else if (found.type() == FileType.DIRECTORY && liesIn(found, place)) {
      refuse(Kind.INTO_ITSELF, source, place, "the target lies inside the source");
    } else {
      add(source, place, existing);
    }
  }

  private @Nullable FileStat statSource(Location source, Location place) throws IOException {
    try {
      return sources.stat(source);
    } catch (NoSuchFileException e) {
      refuse(Kind.MISSING_SOURCE, source, place, NOT_FOUND);
    } catch (NotDirectoryException e) {
      refuse(Kind.MISSING_SOURCE, source, place, NOT_A_DIRECTORY);
    }
    return null;
  }

  /** Whether the target can be the new name of what was found. */
  private boolean isPossibleName(Location source, FileStat found) throws IOException {
    Location directory = target.name() == null ? target : target.parent();
    if (targets.directory(directory) == null) {
      refuse(Kind.MISSING_TARGET, source, target, "the directory to put it in does not exist");
      return false;
    }
    if (found.type() == FileType.DIRECTORY) {
      return true;
    }
    if (target.name() == null) {
      refuse(Kind.UNUSABLE, source, target, "a file cannot take the place of a directory");
      return false;
    }
    if (target.endsWithSlash()) {
      refuse(Kind.NOT_A_DIRECTORY, source, target, "the target is not a directory");
      return false;
    }
    return true;
  }

  private boolean isSame(Location source, FileStat found, FileStat existing) throws IOException {
    if (found.identity().equals(existing.identity())) {
      return true;
    }
    // A link in place of the very file it leads to would be all that is left.
    FileStat followed = found.type() == FileType.SYMBOLIC_LINK ? sources.follow(source) : null;
    return followed != null && followed.identity().equals(existing.identity());
  }

  private boolean liesIn(FileStat source, Location place) throws IOException {
    Set<FileIdentity> ancestors = targetAncestors;
    if (ancestors == null) {
      // One for all: with several sources, every place is in the target.
      ancestors = targets.withAncestors(place.name() == null ? place : place.parent());
      targetAncestors = ancestors;
    }
    return ancestors.contains(source.identity());
  }

  private void add(Location source, Location place, @Nullable FileStat existing) {
    boolean named = nameToKeep(source) != null;
    Location other = sourcesByTarget.putIfAbsent(place, source);
    if (source.equals(other)) {
      refuse(Kind.UNUSABLE, source, place, "it is named twice");
      return;
    }
    if (other != null) {
      String what = named ? "' would get the same name" : "' would put what it has there too";
      refuse(Kind.SAME_TARGET, source, place, "'" + other + what);
      return;
    }
    // The engine never follows a name; this is a link to the directory that is meant.
    boolean followed =
        intoTarget && !named && existing != null && existing.type() == FileType.SYMBOLIC_LINK;
    copies.add(new Copy(source, followed ? place.resolve(".") : place, options));
  }

  private void refuse(IOException error, Location source, @Nullable Location place) {
    Failure failure =
        Failures.of(error, source.toString(), place == null ? null : place.toString());
    refusals.add(new Refusal(Kind.UNUSABLE, failure.source(), failure.target(), failure.reason()));
  }

  private void refuse(Kind kind, Location source, Location place, String reason) {
    refusals.add(new Refusal(kind, source.toString(), place.toString(), reason));
  }
}
