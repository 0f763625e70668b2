package dev.haul.task;

import dev.haul.DirectoryRenames;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Renames entries of one directory, one after the other: the kernel lets only one change its names
 * at a time, and some wait for the names of others.
 *
 * @param index its place among the directories of the job
 * @param position how many of its steps and cycles are done
 */
public record RenameEntries(RenameJob job, int index, DirectoryRef directory, int position)
    implements Task {
  /** Reported at once: often enough for people to look at. */
  private static final int BATCH = 1024;

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease lease = context.directories().lease(directory)) {
      EntryRenamer renamer = new EntryRenamer(context, job, report, lease.directory());
      DirectoryRenames renames = job.rename().directories().get(index);
      int steps = renames.steps().size();
      int all = steps + renames.cycles().size();
      int end = Math.min(all, position + BATCH);
      for (int at = position; at < end; at++) {
        if (context.isCancelled() || renamer.endsHere()) {
          report.incomplete();
          return report;
        }
        if (at < steps) {
          renamer.rename(renames.steps().get(at));
        } else {
          renamer.rename(renames.cycles().get(at - steps));
        }
      }
      if (end < all) {
        report.rest(new RenameEntries(job, index, directory, end));
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    if (report.rest() == null) {
      context.directories().forget(directory);
    }
    return report;
  }

  @Override
  public String subject() {
    return directory.toString();
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
