package dev.haul.task;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import dev.haul.fs.TemporaryName;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in a target because the same task was tried there before, by a worker that was
 * lost.
 *
 * <p>In a directory of this run's own that is whatever has a name this task would give: nobody else
 * puts anything there. Elsewhere it is what came since the first attempt and is whole and equal,
 * since everything gets its name there when it is whole.
 */
final class EarlierAttempt {
  /** There was none. */
  static final EarlierAttempt NONE = new EarlierAttempt(null, Set.of());

  private final @Nullable LostAttempts lost;
  private final Set<Name> left;

  private EarlierAttempt(@Nullable LostAttempts lost, Set<Name> left) {
    this.lost = lost;
    this.left = left;
  }

  /** Looks at a target before anything is put there, and removes temporary names of the lost. */
  static EarlierAttempt at(TargetDirectory target, TaskContext context) throws IOException {
    LostAttempts lost = context.lostAttempts();
    return lost == null || target.lease() == null
        ? NONE
        : new EarlierAttempt(lost, lookThrough(target, lost));
  }

  private static Set<Name> lookThrough(TargetDirectory target, LostAttempts lost)
      throws IOException {
    Set<Name> left = new HashSet<>();
    long cursor = EntryBatch.START;
    while (cursor != EntryBatch.END) {
      EntryBatch batch = target.directory().entries(cursor);
      for (DirectoryEntry entry : batch.entries()) {
        if (lost.runs().stream().anyMatch(run -> TemporaryName.matches(entry.name(), run))) {
          target.directory().deleteFile(entry.name());
        } else if (target.fresh()) {
          left.add(entry.name());
        }
      }
      cursor = batch.next();
    }
    return left;
  }

  /** Whether an entry of a directory of this run's own was left there. */
  boolean left(Name name) {
    return left.contains(name);
  }

  /** Whether an entry of another directory can have been put there. */
  boolean canHaveMade(FileStat existing) {
    return lost != null && !existing.changed().isBefore(lost.begun());
  }

  /** Whether a directory in one that is not this run's own was made there. */
  boolean hasMade(FileIdentity directory) {
    return lost != null && lost.made().contains(directory);
  }
}
