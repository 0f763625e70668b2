package dev.haul.task;

import dev.haul.DirectoryRenames;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to what is renamed in and below a directory: first below it, as tasks of their own, and when
 * all of that has ended {@link RenameEntries} in itself.
 *
 * @param index its place among the directories of the job
 */
public record RenameDirectory(RenameJob job, int index, DirectoryRef directory) implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    List<DirectoryRenames> all = job.rename().directories();
    DirectoryRenames mine = all.get(index);
    // It stays open if there is room: those below are opened from here.
    try (Lease _ = context.directories().lease(directory)) {
      // The operand is counted already.
      int found = mine.steps().size() + mine.cycles().size();
      context.progress().found(index == 0 ? found - 1 : found);
      for (int child : job.children(index)) {
        DirectoryRenames below = all.get(child);
        Name name = below.name();
        FileIdentity identity = below.identity();
        if (name != null && identity != null) {
          context.spawn(new RenameDirectory(job, child, directory.child(name, identity)));
        }
      }
      report.finish(new RenameEntries(job, index, directory, 0));
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  @Override
  public boolean beginsDirectory() {
    return true;
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
