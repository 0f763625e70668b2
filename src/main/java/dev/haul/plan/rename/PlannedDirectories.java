package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Rename;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.plan.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a plan by what they are, and in the end the operations that they come to.
 * Until it is closed, steps that are added to them are looked up by other threads.
 */
final class PlannedDirectories implements AutoCloseable {
  private final DirectoryCache cache;
  private final Lookups lookups;
  private final Map<FileIdentity, PlannedDirectory> byIdentity = new LinkedHashMap<>();

  /**
   * @param threads at most
   */
  PlannedDirectories(DirectoryCache cache, int threads) {
    this.cache = cache;
    lookups = new Lookups(cache, threads);
  }

  @Nullable PlannedDirectory find(FileIdentity identity) {
    return byIdentity.get(identity);
  }

  PlannedDirectory addRoot(DirectoryRef ref) {
    return byIdentity.computeIfAbsent(ref.identity(), _ -> new PlannedDirectory(ref, lookups));
  }

  PlannedDirectory add(DirectoryRef ref, PlannedDirectory parent, Name name) {
    PlannedDirectory added = new PlannedDirectory(ref, lookups, parent, name);
    byIdentity.put(ref.identity(), added);
    return added;
  }

  Iterable<PlannedDirectory> all() {
    return byIdentity.values();
  }

  /** Checks all the steps that were added. */
  void check(List<Refusal> refusals) {
    lookups.finish();
    for (PlannedDirectory directory : byIdentity.values()) {
      directory.check(cache, refusals);
    }
  }

  /** One operation for each directory that lies in no other. */
  List<Rename> renames(RenameOptions options, Function<List<RenameStep>, Name> parking) {
    Map<PlannedDirectory, List<PlannedDirectory>> children = new HashMap<>();
    List<PlannedDirectory> roots = new ArrayList<>();
    for (PlannedDirectory directory : byIdentity.values()) {
      if (directory.hasSteps()) {
        directory.markNeeded();
      }
    }
    for (PlannedDirectory directory : byIdentity.values()) {
      PlannedDirectory parent = directory.parent();
      if (parent == null) {
        roots.add(directory);
      } else if (directory.isNeeded()) {
        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(directory);
      }
    }
    roots.removeIf(root -> !root.isNeeded());
    List<Rename> renames = new ArrayList<>();
    for (PlannedDirectory root : roots) {
      renames.add(new Rename(root.ref().root().location(), list(root, children, parking), options));
    }
    return renames;
  }

  @Override
  public void close() {
    lookups.close();
  }

  private static List<DirectoryRenames> list(
      PlannedDirectory root,
      Map<PlannedDirectory, List<PlannedDirectory>> children,
      Function<List<RenameStep>, Name> parking) {
    record Below(PlannedDirectory directory, int parent) {}
    List<DirectoryRenames> list = new ArrayList<>();
    Deque<Below> waiting = new ArrayDeque<>();
    waiting.add(new Below(root, DirectoryRenames.NONE));
    while (!waiting.isEmpty()) {
      Below next = waiting.remove();
      int place = list.size();
      list.add(next.directory().renames(next.parent(), parking));
      for (PlannedDirectory child : children.getOrDefault(next.directory(), List.of())) {
        waiting.add(new Below(child, place));
      }
    }
    return list;
  }
}
