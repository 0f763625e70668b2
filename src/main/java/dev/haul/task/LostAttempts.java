package dev.haul.task;

import dev.haul.fs.FileIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Attempts at a task whose workers were lost before they could report, so that nobody knows how far
 * they came.
 *
 * @param begun when the first of them began, by the clock that files get their times from
 * @param made directories that they made in others that were there before
 * @param runs the {@link dev.haul.fs.TemporaryName#run} of each lost worker
 * @param deaths how many of the workers were lost while at this very task
 */
public record LostAttempts(Instant begun, Set<FileIdentity> made, List<String> runs, int deaths) {
  public LostAttempts {
    made = Set.copyOf(made);
    runs = List.copyOf(runs);
  }

  /** The same at a task that was found on the way: it has not killed anybody yet. */
  public LostAttempts atWhatItHandsOn() {
    return new LostAttempts(begun, made, runs, 0);
  }
}
