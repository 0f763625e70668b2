package dev.haul.task;

import dev.haul.AppendOptions;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.RecordFormat;

/** What there is to know of one source's way to the end of a file. */
public record AppendJob(
    int id, boolean detailed, Location target, RecordFormat records, AppendOptions options)
    implements Job {
  @Override
  public int operandDepth() {
    return 1;
  }

  @Override
  public EntryFilter filter() {
    return EntryFilter.ALL;
  }
}
