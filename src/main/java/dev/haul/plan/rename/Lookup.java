package dev.haul.plan.rename;

import dev.haul.RenameStep;
import dev.haul.fs.Directory;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is there under the old and the new name of a step. */
final class Lookup {
  private final PlannedDirectory in;
  private RenameStep step;
  private @Nullable FileStat found;
  private @Nullable IOException error;
  private boolean ran;

  Lookup(PlannedDirectory in, RenameStep step) {
    this.in = in;
    this.step = step;
  }

  PlannedDirectory in() {
    return in;
  }

  void run(Directory directory) {
    try {
      if (step.identity() == null) {
        step = known(directory.stat(step.from()).identity(), directory);
      } else if (step.born() == 0) {
        step = known(step.identity(), directory);
      }
      found = directory.statIfExists(step.to());
      ran = true;
    } catch (IOException e) {
      error = e;
    }
  }

  private RenameStep known(FileIdentity identity, Directory directory) throws IOException {
    return new RenameStep(step.from(), step.to(), identity, directory.born(step.from()));
  }

  void fail(IOException reason) {
    error = reason;
  }

  /** The step, with the file it is about. */
  RenameStep step() {
    return step;
  }

  /** What has the new name already; null if it is free. */
  @Nullable FileStat found() {
    return found;
  }

  /** Why it is not known what is there; null if it is. */
  @Nullable IOException error() {
    return ran || error != null ? error : new IOException("has not been looked up");
  }
}
