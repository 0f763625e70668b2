package dev.haul.task;

import dev.haul.DeleteOptions;
import dev.haul.EntryFilter;

/** What all tasks of one deletion share. */
public record DeleteJob(int id, int operandDepth, boolean detailed, DeleteOptions options)
    implements Job {
  @Override
  public EntryFilter filter() {
    return options.filter();
  }
}
