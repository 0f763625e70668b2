package dev.haul.task;

import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileType;
import java.io.IOException;
import java.util.List;

/**
 * Copies some of the entries of a large directory.
 *
 * @param fresh whether this run made {@code target}
 */
public record CopyFiles(
    CopyJob job,
    DirectoryRef source,
    DirectoryRef target,
    boolean fresh,
    List<DirectoryEntry> entries)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(source);
        TargetDirectory to = TargetDirectory.open(context.directories(), target, fresh)) {
      to.settleAtEnd(job, this, report);
      new EntryCopier(context, job, report, from, to).copyAll(entries);
    } catch (IOException e) {
      for (DirectoryEntry entry : entries) {
        report.failed(Failures.of(e, source.pathOf(entry.name()), target.pathOf(entry.name())));
      }
    }
    return report;
  }

  // The rest of a directory may have others in it.
  @Override
  public boolean searches() {
    for (DirectoryEntry entry : entries) {
      if (entry.type() == FileType.DIRECTORY) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int weight() {
    return entries.size();
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
