package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;

/**
 * Copies one entry of any type: an operand, a large file, or the first name of a hard-linked one.
 *
 * @param fresh whether this run made {@code target}
 * @param alone whether it is to be copied here and now, however large or linked it is
 */
public record CopyEntry(
    CopyJob job,
    DirectoryRef source,
    Name name,
    DirectoryRef target,
    Name targetName,
    boolean fresh,
    boolean alone)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(source);
        TargetDirectory to = TargetDirectory.open(context.directories(), target, fresh)) {
      to.settleAtEnd(job, this, report);
      new EntryCopier(context, job, report, from, to)
          .copy(name, targetName, FileType.UNKNOWN, alone);
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
    }
    return report;
  }

  @Override
  public boolean searches() {
    return !alone;
  }

  @Override
  public String subject() {
    return source.pathOf(name);
  }

  @Override
  public String destination() {
    return target.pathOf(targetName);
  }
}
