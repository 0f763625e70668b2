package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Failure;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans to take a plan back, however much of it was carried out, and however much of it has been
 * taken back before: by looking under which of its names each file is now.
 *
 * <p>Nothing is found by a path but the directory where it began. Below it one open directory leads
 * to the next by a plain name, no link is followed, and each must be the one that was recorded.
 */
public final class UndoPlanner {
  /** A file and the name that it had. */
  private record Entry(FileIdentity identity, Name name) {}

  private final DirectoryCache cache = DirectoryCache.withinDescriptorLimit();
  private final PlannedDirectories directories;
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<Entry, Name> parkings = new HashMap<>();
  private final Parking newParkings = new Parking();

  private UndoPlanner(int threads) {
    directories = new PlannedDirectories(cache, threads);
  }

  /**
   * Plans how everything gets the names back that it had before {@code done} was begun.
   *
   * @param threads at most
   */
  public static RenamePlan plan(List<Rename> done, RenameOptions options, int threads) {
    UndoPlanner planner = new UndoPlanner(threads);
    try (planner.cache;
        planner.directories) {
      for (int i = 0; i < done.size(); i++) {
        planner.look(done.get(i), i);
      }
      planner.directories.check(planner.refusals);
      return new RenamePlan(
          planner.refusals.isEmpty()
              ? planner.directories.renames(options, planner::parking)
              : List.of(),
          planner.refusals);
    }
  }

  // The name that the undo file knows, so that this can be interrupted too.
  private Name parking(List<RenameStep> cycle) {
    for (RenameStep step : cycle) {
      Name known = parkings.get(new Entry(Objects.requireNonNull(step.identity()), step.to()));
      if (known != null) {
        return known;
      }
    }
    return newParkings.apply(cycle);
  }

  private void look(Rename rename, int number) {
    try {
      new Tree(rename, number).look();
    } catch (IOException e) {
      refusals.add(
          new Refusal(Kind.UNUSABLE, rename.directory().toString(), null, Failure.reasonOf(e)));
    }
  }

  /** What was renamed below one directory. */
  private final class Tree {
    private final Rename rename;
    private final DirectoryRef root;
    private final long recordedDevice;
    private final List<PlannedDirectory> found = new ArrayList<>();
    private final Set<PlannedDirectory> lost = new HashSet<>();

    Tree(Rename rename, int number) throws IOException {
      this.rename = rename;
      FileIdentity recorded = identity(rename.directories().getFirst());
      recordedDevice = recorded.device();
      Root.Kind kind = Roots.kindFor(List.of(rename.directory()));
      Root top = new Root(number, rename.directory(), kind);
      try (Lease lease = cache.adopt(Roots.open(top))) {
        FileIdentity actual = lease.directory().ref().identity();
        if (actual.inode() != recorded.inode()) {
          throw new FileSystemException(
              rename.directory().toString(), null, "another directory has taken its place");
        }
        root = DirectoryRef.root(top, actual);
      }
    }

    void look() throws IOException {
      found.add(directories.addRoot(root));
      for (int i = 0; i < rename.directories().size(); i++) {
        DirectoryRenames recorded = rename.directories().get(i);
        if (i > 0) {
          find(recorded);
        }
        if (lost.contains(found.get(i))) {
          addHopeless(recorded, found.get(i));
        } else {
          look(recorded, found.get(i));
        }
      }
    }

    private RenameStep back(RenameStep step, Name current) {
      return new RenameStep(current, step.from(), step.identity(), step.born());
    }

    /** The number of a device may be another one after the machine was started again. */
    private FileIdentity now(FileIdentity recorded) {
      return recorded.device() == recordedDevice
          ? new FileIdentity(root.identity().device(), recorded.inode())
          : recorded;
    }

    private void find(DirectoryRenames recorded) throws IOException {
      PlannedDirectory parent = found.get(recorded.parent());
      FileIdentity identity = now(identity(recorded));
      Name name = Objects.requireNonNull(recorded.name());
      Name current = lost.contains(parent) ? null : current(parent, recorded, name, identity);
      Name last = current == null ? name : current;
      PlannedDirectory planned = directories.add(parent.ref().child(last, identity), parent, last);
      found.add(planned);
      if (current == null) {
        lost.add(planned);
      }
    }

    private @Nullable Name current(
        PlannedDirectory parent, DirectoryRenames recorded, Name name, FileIdentity identity)
        throws IOException {
      for (Name candidate : names(rename.directories().get(recorded.parent()), name)) {
        if (isDirectory(parent, candidate, identity)) {
          return candidate;
        }
      }
      return null;
    }

    private boolean isDirectory(PlannedDirectory parent, Name name, FileIdentity identity)
        throws IOException {
      try (Lease lease = cache.lease(parent.ref());
          Lease child = cache.leaseChild(lease.directory(), name)) {
        return child.directory().ref().identity().equals(identity);
      } catch (NoSuchFileException | NotDirectoryException e) {
        return false;
      }
    }

    private void look(DirectoryRenames recorded, PlannedDirectory planned) throws IOException {
      Map<FileIdentity, Group> groups = new LinkedHashMap<>();
      for (RenameStep step : recorded.steps()) {
        group(groups, step).add(step, null);
      }
      for (RenameCycle cycle : recorded.cycles()) {
        for (RenameStep step : cycle.steps()) {
          group(groups, step).add(step, cycle.parking());
          FileIdentity identity = now(Objects.requireNonNull(step.identity()));
          parkings.put(new Entry(identity, step.from()), cycle.parking());
        }
      }
      try (Lease lease = cache.lease(planned.ref())) {
        for (Group group : groups.values()) {
          group.plan(lease.directory(), planned);
        }
      }
    }

    private Group group(Map<FileIdentity, Group> groups, RenameStep step) {
      FileIdentity identity = now(Objects.requireNonNull(step.identity()));
      return groups.computeIfAbsent(identity, Group::new);
    }

    // The directory is gone. That is found again when the rest is done, and told then.
    private void addHopeless(DirectoryRenames recorded, PlannedDirectory planned) {
      for (RenameStep step : recorded.steps()) {
        planned.addHopeless(back(step, step.to()));
      }
      for (RenameCycle cycle : recorded.cycles()) {
        for (RenameStep step : cycle.steps()) {
          planned.addHopeless(back(step, step.to()));
        }
      }
    }
  }

  private static FileIdentity identity(DirectoryRenames directory) {
    return Objects.requireNonNull(directory.identity(), "an undo file knows all identities");
  }

  /** The names under which an entry may be. */
  private static Set<Name> names(DirectoryRenames parent, Name old) {
    Set<Name> names = new LinkedHashSet<>();
    for (RenameStep step : parent.steps()) {
      if (step.from().equals(old)) {
        names.add(step.to());
      }
    }
    for (RenameCycle cycle : parent.cycles()) {
      for (RenameStep step : cycle.steps()) {
        if (step.from().equals(old)) {
          names.add(step.to());
          names.add(cycle.parking());
        }
      }
    }
    names.add(old);
    return names;
  }

  /** The renames of one file: several if it has several names, and then any of them will do. */
  private static final class Group {
    private final FileIdentity identity;
    private final List<RenameStep> steps = new ArrayList<>(1);
    private final Set<Name> places = new LinkedHashSet<>(4);

    Group(FileIdentity identity) {
      this.identity = identity;
    }

    void add(RenameStep step, @Nullable Name parking) {
      steps.add(step);
      places.add(step.to());
      places.add(step.from());
      if (parking != null) {
        places.add(parking);
      }
    }

    void plan(Directory directory, PlannedDirectory planned) throws IOException {
      Set<Name> present = new LinkedHashSet<>();
      for (Name place : places) {
        FileStat stat = directory.statIfExists(place);
        if (stat != null && stat.identity().equals(identity) && isOfThatTime(directory, place)) {
          present.add(place);
        }
      }
      List<RenameStep> displaced = new ArrayList<>();
      for (RenameStep step : steps) {
        if (!present.remove(step.from())) {
          displaced.add(step);
        }
      }
      for (RenameStep step : List.copyOf(displaced)) {
        if (present.remove(step.to())) {
          displaced.remove(step);
          planned.add(back(step, step.to()));
        }
      }
      for (RenameStep step : displaced) {
        Name current = poll(present);
        if (current == null) {
          planned.addHopeless(back(step, step.to()));
        } else {
          planned.add(back(step, current));
        }
      }
    }

    private RenameStep back(RenameStep step, Name current) {
      return new RenameStep(current, step.from(), identity, step.born());
    }

    // A file that was deleted may have left its inode to a new one.
    private boolean isOfThatTime(Directory directory, Name place) throws IOException {
      long born = steps.getFirst().born();
      long now = born == 0 ? 0 : directory.born(place);
      return now == 0 || now == born;
    }

    private static @Nullable Name poll(Set<Name> names) {
      for (Name name : names) {
        names.remove(name);
        return name;
      }
      return null;
    }
  }
}
