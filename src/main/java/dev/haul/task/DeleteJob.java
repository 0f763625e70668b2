package dev.haul.task;

import dev.haul.DeleteOptions;
import dev.haul.EntryFilter;
import dev.haul.fs.DirectoryRef;

/** What all tasks of one deletion share. */
public record DeleteJob(int id, int operandDepth, boolean detailed, DeleteOptions options)
    implements Job {
  @Override
  public EntryFilter filter() {
    return options.filter();
  }

  /** Whether an entry that is gone already is no loss: below the operand, others were faster. */
  boolean mayVanishFrom(DirectoryRef directory) {
    return directory.depth() >= operandDepth;
  }
}
