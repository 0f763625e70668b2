package dev.haul.task;

import dev.haul.Durability;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Losses;
import java.io.IOException;

/**
 * Ends a directory when everything in it has ended: mode and times, which the entries would have
 * changed, or been shut out by.
 *
 * @param made whether this run made {@code target}
 * @param complete whether all that was to go there is there
 */
public record FinishDirectory(
    CopyJob job, DirectoryRef source, DirectoryRef target, boolean made, boolean complete)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    if (job.options().dryRun()) {
      return report;
    }
    DirectoryCache directories = context.directories();
    Retries retries = new Retries(context, job.options().retries());
    try (Lease from = directories.lease(source);
        Lease to = directories.lease(target)) {
      if (!leavesAttributes()) {
        retries.run(() -> copyAttributes(from.directory(), to.directory(), report));
        if (job.options().durability() == Durability.FULL) {
          to.directory().sync();
        }
      }
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
    } finally {
      directories.forget(source);
      directories.forget(target);
    }
    return report;
  }

  private void copyAttributes(Directory from, Directory to, Losses losses) throws IOException {
    to.copyAttributes(from, made, job.transferOptions(), losses);
    if (made && !complete) {
      to.keepWritable();
    }
  }

  @Override
  public boolean runsWhenStopped() {
    return true;
  }

  /** Whoever may not write into it could not go on with what is missing. */
  @Override
  public Task afterFailure() {
    return new FinishDirectory(job, source, target, made, false);
  }

  // A list of paths is copied into a directory that is not itself meant; and what is moved into one
  // leaves it what it is.
  private boolean leavesAttributes() {
    boolean unmeant =
        source.depth() == job.operandDepth() && !job.options().filter().takesOperand();
    return !made && (unmeant || isMerging());
  }

  // What came between is somebody else's directory too.
  private boolean isMerging() {
    return job.purpose() == CopyJob.Purpose.MERGE || job.purpose() == CopyJob.Purpose.MOVE;
  }

  @Override
  public String subject() {
    return source.toString();
  }

  @Override
  public String destination() {
    return target.toString();
  }
}
