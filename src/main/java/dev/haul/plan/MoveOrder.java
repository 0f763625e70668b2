package dev.haul.plan;

import dev.haul.Location;
import dev.haul.Move;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which moves of one command wait for others: a source that lies in another one goes before
 * it. At the same time, the one would take away what the other is moving, or both would have it.
 */
final class MoveOrder {
  private final OperandLookup lookup;
  private final Set<FileIdentity> directories = new HashSet<>();
  private final Map<Location, Set<FileIdentity>> lineages = new HashMap<>();

  MoveOrder(OperandLookup lookup) {
    this.lookup = lookup;
  }

  /** The moves, those together that can be done at once. */
  List<List<Move>> steps(List<Move> moves) {
    for (Move move : moves) {
      addIfDirectory(move.source());
    }
    SortedMap<Integer, List<Move>> byDepth = new TreeMap<>(Comparator.reverseOrder());
    for (Move move : moves) {
      int depth = directories.isEmpty() ? 0 : sourcesAbove(move.source());
      byDepth.computeIfAbsent(depth, _ -> new ArrayList<>()).add(move);
    }
    return List.copyOf(byDepth.values());
  }

  private void addIfDirectory(Location source) {
    try {
      FileStat stat = lookup.entry(source);
      if (stat.type() == FileType.DIRECTORY) {
        directories.add(stat.identity());
      }
    } catch (IOException e) {
      // It is missing, or that is found again, and told, when it is moved.
    }
  }

  /** How many of the sources it lies in. */
  private int sourcesAbove(Location source) {
    int count = 0;
    for (FileIdentity above : lineages.computeIfAbsent(source.parent(), this::lineage)) {
      count += directories.contains(above) ? 1 : 0;
    }
    return count;
  }

  private Set<FileIdentity> lineage(Location directory) {
    try {
      return lookup.withAncestors(directory);
    } catch (IOException e) {
      return Set.of(); // what is in it is not moved either
    }
  }
}
