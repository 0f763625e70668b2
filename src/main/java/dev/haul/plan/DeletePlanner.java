package dev.haul.plan;

import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which operands of a delete command go, and refuses what nobody means: the root, {@code .}
 * and {@code ..}, the working directory and what it lies in.
 */
public final class DeletePlanner {
  private record Entry(FileIdentity directory, Name name) {
    // Written out: what a record brings costs milliseconds at its first use.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry that
          && name.equals(that.name)
          && directory.equals(that.directory);
    }

    @Override
    public int hashCode() {
      return 31 * directory.hashCode() + name.hashCode();
    }
  }

  private final OperandLookup lookup;
  private final Root.Kind kind;
  private final DeleteOptions options;
  private final boolean missingIsFine;
  private final List<Location> found = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<Entry> seen = new HashSet<>();
  private final Set<FileIdentity> directories = new HashSet<>();
  private final Map<Location, Set<FileIdentity>> lineages = new HashMap<>();

  private DeletePlanner(
      OperandLookup lookup, Root.Kind kind, DeleteOptions options, boolean missingIsFine) {
    this.lookup = lookup;
    this.kind = kind;
    this.options = options;
    this.missingIsFine = missingIsFine;
  }

  /**
   * Plans the deletion of {@code operands}. One that is named twice, or lies in another one, is
   * deleted once; the latter before the other if a filter is given, which is for what is not named.
   *
   * @param missingIsFine whether an operand that is not there is passed over
   */
  public static DeletePlan plan(
      List<Location> operands, DeleteOptions options, boolean missingIsFine) throws IOException {
    Root.Kind kind = Roots.kindFor(operands);
    try (OperandLookup lookup = new OperandLookup(kind)) {
      return new DeletePlanner(lookup, kind, options, missingIsFine).plan(operands);
    }
  }

  private DeletePlan plan(List<Location> operands) throws IOException {
    for (Location operand : operands) {
      try {
        look(operand);
      } catch (NoSuchFileException e) {
        if (!missingIsFine) {
          refuse(Kind.MISSING_SOURCE, operand, e);
        }
      } catch (IOException e) {
        refuse(Kind.UNUSABLE, operand, e);
      }
    }
    return new DeletePlan(steps(), refusals);
  }

  private List<List<Delete>> steps() throws IOException {
    // What lies in another one goes with that, unless a filter may keep that from it: then it goes
    // before.
    boolean takesAll = options.filter().takesAll();
    SortedMap<Integer, List<Delete>> byDepth = new TreeMap<>(Comparator.reverseOrder());
    for (Location operand : found) {
      int depth = operandsAbove(operand);
      if (depth == 0 || !takesAll) {
        byDepth.computeIfAbsent(depth, _ -> new ArrayList<>()).add(new Delete(operand, options));
      }
    }
    return List.copyOf(byDepth.values());
  }

  private void look(Location operand) throws IOException {
    Name name = operand.name();
    if (name == null) {
      refuse(Kind.PROTECTED, operand, "'/', '.' and '..' are never deleted");
      return;
    }
    FileStat stat = lookup.entry(operand);
    if (stat.type() == FileType.DIRECTORY) {
      if (!isAllowed(operand, stat)) {
        return;
      }
      directories.add(stat.identity());
    } else if (operand.endsWithSlash()) {
      throw new NotDirectoryException(operand.toString());
    }
    if (seen.add(new Entry(lookup.directoryOf(operand), name))) {
      found.add(operand);
    }
  }

  private boolean isAllowed(Location operand, FileStat stat) throws IOException {
    if (!options.recursive()) {
      refuse(Kind.IS_DIRECTORY, operand, "Is a directory");
    } else if (lineage(Location.parse("")).contains(stat.identity())) {
      refuse(Kind.PROTECTED, operand, "the working directory lies in it, or is it");
    } else if (options.oneFileSystem() && lookup.isMountPoint(operand)) {
      refuse(Kind.PROTECTED, operand, "is a mount point");
    } else {
      return true;
    }
    return false;
  }

  /** How many of the operands it lies in. */
  private int operandsAbove(Location operand) throws IOException {
    int count = 0;
    for (FileIdentity above : lineage(operand.parent())) {
      count += directories.contains(above) ? 1 : 0;
    }
    return count;
  }

  private Set<FileIdentity> lineage(Location directory) throws IOException {
    Set<FileIdentity> known = lineages.get(directory);
    if (known == null) {
      try (Directory opened = Roots.open(new Root(0, directory, kind))) {
        known = opened.lineage();
      }
      lineages.put(directory, known);
    }
    return known;
  }

  private void refuse(Kind kind, Location operand, IOException error) {
    refuse(kind, operand, Failure.reasonOf(error));
  }

  private void refuse(Kind kind, Location operand, String reason) {
    refusals.add(new Refusal(kind, operand.toString(), null, reason));
  }
}
