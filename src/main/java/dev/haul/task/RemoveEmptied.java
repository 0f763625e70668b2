package dev.haul.task;

import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Removes a directory that everything was moved out of; what came in meanwhile keeps it. */
public record RemoveEmptied(MoveJob job, DirectoryRef parent, Name name, DirectoryRef directory)
    implements Task {

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    context.directories().forget(directory);
    if (job.options().dryRun()) {
      return report;
    }
    try (Lease above = context.directories().lease(parent)) {
      above.directory().deleteDirectory(name);
    } catch (NoSuchFileException e) {
      // Somebody else has done it: so much the better.
    } catch (DirectoryNotEmptyException e) {
      report.failed(
          new Failure(Kind.CHANGED, subject(), null, "something came into it, and stays", e));
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), null));
    }
    return report;
  }

  @Override
  public @Nullable Task afterFailure() {
    return null;
  }

  @Override
  public String subject() {
    return parent.pathOf(name);
  }

  @Override
  public @Nullable String destination() {
    return null;
  }
}
