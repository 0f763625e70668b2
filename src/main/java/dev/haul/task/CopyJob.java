package dev.haul.task;

import dev.haul.CopyOptions;
import dev.haul.EntryFilter;
import dev.haul.fs.TransferOptions;

/**
 * What all tasks of one copy share.
 *
 * @param linkScope copies of one run share it: hard links are kept among them
 * @param wholeOnly whether a file gets its name only when it is whole, in a directory of this run's
 *     own too: what has the name then need not be looked at again
 * @param transferOptions what follows from {@code options} for single files
 */
public record CopyJob(
    int id,
    int linkScope,
    int operandDepth,
    boolean detailed,
    CopyOptions options,
    boolean wholeOnly,
    TransferOptions transferOptions)
    implements Job {
  public CopyJob(
      int id,
      int linkScope,
      int operandDepth,
      boolean detailed,
      CopyOptions options,
      boolean wholeOnly) {
    this(id, linkScope, operandDepth, detailed, options, wholeOnly, transferOptions(options));
  }

  private static TransferOptions transferOptions(CopyOptions options) {
    return new TransferOptions(
        options.keep(),
        options.chmod(),
        options.chown(),
        options.durability(),
        options.reflink(),
        options.sparse());
  }

  @Override
  public EntryFilter filter() {
    return options.filter();
  }
}
