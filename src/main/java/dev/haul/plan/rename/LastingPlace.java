package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameStep;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a new file is found under its name also when a plan has been carried out. */
public final class LastingPlace {
  private final Name name;
  private final FileIdentity directory;

  /** What is on the way to the file: the directories it lies in, and links by which it is named. */
  private final Set<FileIdentity> way;

  private LastingPlace(Name name, FileIdentity directory, Set<FileIdentity> way) {
    this.name = name;
    this.directory = directory;
    this.way = way;
  }

  /** Why a file that is made there is not found any more afterwards; null if it is. */
  public static @Nullable String whyNot(Location file, List<Rename> renames) throws IOException {
    Name name = file.name();
    if (name == null) {
      return "is the name of a directory";
    }
    Root.Kind kind = Roots.kindFor(List.of(file));
    try (Directory directory = Roots.open(new Root(0, file.parent(), kind))) {
      Set<FileIdentity> way = new HashSet<>(directory.lineage());
      addNamed(file.parent(), kind, way);
      return new LastingPlace(name, directory.ref().identity(), way).whyNot(renames);
    }
  }

  private static void addNamed(Location location, Root.Kind kind, Set<FileIdentity> way)
      throws IOException {
    Location at = location;
    for (Name name = at.name(); name != null; name = at.name()) {
      at = at.parent();
      try (Directory above = Roots.open(new Root(0, at, kind))) {
        FileStat named = above.statIfExists(name);
        if (named != null) {
          way.add(named.identity());
        }
      }
    }
  }

  private @Nullable String whyNot(List<Rename> renames) {
    for (Rename rename : renames) {
      for (DirectoryRenames each : rename.directories()) {
        boolean here = directory.equals(each.identity());
        for (RenameStep step : steps(each)) {
          if (step.identity() != null && way.contains(step.identity())) {
            return "'" + step.from() + "', which it would lie in, gets another name";
          }
          if (here && step.to().equals(name)) {
            return "'" + step.from() + "' is to get this name";
          }
        }
      }
    }
    return null;
  }

  private static List<RenameStep> steps(DirectoryRenames renames) {
    List<RenameStep> all = new ArrayList<>(renames.steps());
    for (RenameCycle cycle : renames.cycles()) {
      all.addAll(cycle.steps());
    }
    return all;
  }
}
