package dev.haul.plan.rename;

import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.ByteText;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what everything is to be called, and refuses the whole if one name cannot be given: one
 * that is none, that two entries would get, or that an entry has that keeps it.
 */
public final class RenamePlanner {
  private static final int LONGEST = 255;

  /** An entry on the way through the trees. */
  private record Found(
      PlannedDirectory in,
      Name name,
      FileType type,
      @Nullable FileIdentity identity,
      String path) {}

  /** What is still to be looked at in a directory, and the path below the operand to it. */
  private record Listing(PlannedDirectory in, String path, Iterator<DirectoryEntry> rest) {
    Found next() {
      DirectoryEntry entry = rest.next();
      return new Found(in, entry.name(), entry.type(), null, path + entry.name());
    }
  }

  /** Where a directory was seen. */
  private record Place(PlannedDirectory in, Name name) {}

  private final Root.Kind kind;
  private final RenameSelection selection;
  private final DirectoryCache cache = DirectoryCache.withinDescriptorLimit();
  private final PlannedDirectories directories;
  private final Map<Location, PlannedDirectory> roots = new HashMap<>();
  private final Map<FileIdentity, Place> places = new HashMap<>();
  private final Set<PlannedDirectory> lookedInto = new HashSet<>();
  private final Deque<Listing> waiting = new ArrayDeque<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private long number;

  private RenamePlanner(Root.Kind kind, RenameSelection selection, int threads) {
    this.kind = kind;
    this.selection = selection;
    directories = new PlannedDirectories(cache, threads);
  }

  /**
   * Plans new names for {@code operands}, and for what is in them if the selection says so.
   *
   * @param threads at most
   */
  public static RenamePlan plan(
      List<Location> operands,
      NewName naming,
      RenameSelection selection,
      RenameOptions options,
      int threads) {
    RenamePlanner planner = new RenamePlanner(Roots.kindFor(operands), selection, threads);
    try (planner.cache;
        planner.directories) {
      for (Location operand : operands) {
        planner.lookAt(operand, naming);
      }
      return planner.plan(options);
    }
  }

  /**
   * Plans the names that a list says.
   *
   * @param threads at most
   */
  public static RenamePlan plan(List<RenamePair> pairs, RenameOptions options, int threads) {
    List<Location> sources = pairs.stream().map(RenamePair::source).toList();
    RenamePlanner planner =
        new RenamePlanner(Roots.kindFor(sources), RenameSelection.operands(), threads);
    try (planner.cache;
        planner.directories) {
      for (RenamePair pair : pairs) {
        planner.lookAt(pair.source(), _ -> pair.plainName());
      }
      return planner.plan(options);
    }
  }

  private RenamePlan plan(RenameOptions options) {
    if (refusals.isEmpty()) {
      join();
      refuseScattered();
      directories.check(refusals);
    }
    List<Rename> renames =
        refusals.isEmpty() ? directories.renames(options, new Parking()) : List.of();
    return new RenamePlan(renames, refusals);
  }

  private void lookAt(Location operand, NewName naming) {
    try {
      Name name = operand.name();
      if (name != null) {
        PlannedDirectory parent = root(operand.parent());
        FileStat stat = stat(parent, name);
        if (operand.endsWithSlash() && stat.type() != FileType.DIRECTORY) {
          throw new NotDirectoryException(operand.toString());
        }
        if (stat.type() == FileType.DIRECTORY) {
          places.putIfAbsent(stat.identity(), new Place(parent, name));
        }
        look(new Found(parent, name, stat.type(), stat.identity(), name.toString()), naming);
      } else if (selection.recursive()) {
        lookInto(root(operand), "");
      } else {
        throw new FileSystemException(
            operand.toString(), null, "has no name to change (-r renames what is in it)");
      }
    } catch (IOException e) {
      boolean missing = e instanceof NoSuchFileException;
      refuse(missing ? Kind.MISSING_SOURCE : Kind.UNUSABLE, operand.toString(), e);
    }
    while (!waiting.isEmpty()) {
      Listing listing = waiting.peek();
      if (listing.rest().hasNext()) {
        look(listing.next(), naming);
      } else {
        waiting.pop();
      }
    }
  }

  private void look(Found found, NewName naming) {
    try {
      nameAndLookInto(found, naming);
    } catch (IOException e) {
      refuse(Kind.UNUSABLE, found.in().ref().pathOf(found.name()), e);
    }
  }

  private void nameAndLookInto(Found found, NewName naming) throws IOException {
    FileType type =
        found.type() == FileType.UNKNOWN ? stat(found.in(), found.name()).type() : found.type();
    boolean directory = type == FileType.DIRECTORY;
    if (selection.takes(found.path(), directory)) {
      name(found, naming);
    }
    if (directory && selection.looksInto(found.path())) {
      lookInto(child(found), found.path() + "/");
    }
  }

  private void name(Found found, NewName naming) throws IOException {
    String old = found.name().toString();
    PlannedDirectory directory = found.in();
    RenamedEntry entry =
        new RenamedEntry(
            old,
            number++,
            () -> parentName(directory),
            () -> stat(directory, found.name()).modified());
    String text = naming.of(entry);
    byte[] bytes = ByteText.encode(text);
    if (Arrays.equals(bytes, found.name().bytes())) {
      return;
    }
    String why = whyNot(bytes);
    if (why != null) {
      String source = directory.ref().pathOf(found.name());
      refusals.add(new Refusal(Kind.NOT_A_NAME, source, text, why));
      return;
    }
    if (!directory.add(new RenameStep(found.name(), Name.of(bytes), found.identity()))) {
      String source = directory.ref().pathOf(found.name());
      refusals.add(new Refusal(Kind.SAME_NAME, source, text, "it is to get another name too"));
    }
  }

  private static @Nullable String whyNot(byte[] name) {
    if (name.length == 0) {
      return "the name would be empty";
    }
    if (name.length > LONGEST) {
      return "the name would be " + name.length + " bytes long, and " + LONGEST + " is the most";
    }
    for (byte b : name) {
      if (b == '/') {
        return "a name cannot hold a '/' (haul move moves to other directories)";
      }
      if (b == 0) {
        return "a name cannot hold a zero byte";
      }
    }
    return Name.isPlain(name) ? null : "'.' and '..' are not names to give";
  }

  private static String parentName(PlannedDirectory directory) throws IOException {
    Name name = directory.ref().name();
    if (name == null) {
      name = AbsoluteLocation.of(directory.ref().root()).name();
    }
    if (name == null) {
      throw new FileSystemException(
          directory.ref().toString(), null, "has no name to be used for {parent}");
    }
    return name.toString();
  }

  private FileStat stat(PlannedDirectory directory, Name name) throws IOException {
    try (Lease lease = cache.lease(directory.ref())) {
      return lease.directory().stat(name);
    }
  }

  private PlannedDirectory root(Location location) throws IOException {
    PlannedDirectory known = roots.get(location);
    if (known == null) {
      Root root = new Root(roots.size(), location, kind);
      try (Lease lease = cache.adopt(Roots.open(root))) {
        FileIdentity identity = lease.directory().ref().identity();
        PlannedDirectory found = directories.find(identity);
        known = found == null ? directories.addRoot(DirectoryRef.root(root, identity)) : found;
      }
      roots.put(location, known);
    }
    return known;
  }

  private PlannedDirectory child(Found found) throws IOException {
    try (Lease parent = cache.lease(found.in().ref());
        Lease child = cache.leaseChild(parent.directory(), found.name())) {
      FileIdentity identity = child.directory().ref().identity();
      PlannedDirectory known = directories.find(identity);
      if (known == null) {
        DirectoryRef ref = found.in().ref().child(found.name(), identity);
        return directories.add(ref, found.in(), found.name());
      }
      if (known.parent() == null) {
        known.moveInto(found.in(), found.name());
      }
      return known;
    }
  }

  private void lookInto(PlannedDirectory planned, String path) throws IOException {
    if (!lookedInto.add(planned)) {
      return;
    }
    List<DirectoryEntry> entries = new ArrayList<>();
    try (Lease lease = cache.lease(planned.ref())) {
      Directory directory = lease.directory();
      for (long at = EntryBatch.START; at != EntryBatch.END; ) {
        EntryBatch batch = directory.entries(at);
        entries.addAll(batch.entries());
        at = batch.next();
      }
    }
    // By name, so that it is always the same one that gets a number.
    entries.sort((a, b) -> Arrays.compareUnsigned(a.name().bytes(), b.name().bytes()));
    waiting.push(new Listing(planned, path, entries.iterator()));
  }

  /** Operands may lie in each other: then what is in a directory has to go before itself. */
  private void join() {
    for (PlannedDirectory directory : directories.all()) {
      Place place = directory.parent() == null ? places.get(directory.ref().identity()) : null;
      if (place != null) {
        directory.moveInto(place.in(), place.name());
      }
    }
  }

  /** Refuses what lies in a directory that gets another name, if the way between is not known. */
  private void refuseScattered() {
    Map<FileIdentity, String> renamed = new HashMap<>();
    places.forEach((identity, place) -> {
      if (place.in().renames(place.name())) {
        renamed.put(identity, place.in().ref().pathOf(place.name()));
      }
    });
    for (PlannedDirectory directory : directories.all()) {
      if (directory.isRenamed()) {
        renamed.put(directory.ref().identity(), directory.ref().toString());
      }
    }
    if (roots.size() == 1 || renamed.isEmpty()) {
      return;
    }
    for (PlannedDirectory directory : directories.all()) {
      if (directory.parent() == null) {
        refuseIfWithin(directory, renamed);
      }
    }
  }

  private void refuseIfWithin(PlannedDirectory directory, Map<FileIdentity, String> renamed) {
    String path = directory.ref().toString();
    try (Lease lease = cache.lease(directory.ref())) {
      for (FileIdentity above : lease.directory().lineage()) {
        String other = renamed.get(above);
        if (other != null) {
          String why = "lies in '" + other + "', which is renamed too";
          refusals.add(new Refusal(Kind.SCATTERED, path, null, why));
          return;
        }
      }
    } catch (IOException e) {
      refuse(Kind.UNUSABLE, path, e);
    }
  }

  private void refuse(Kind why, String path, IOException error) {
    refusals.add(new Refusal(why, path, null, Failure.reasonOf(error)));
  }
}
