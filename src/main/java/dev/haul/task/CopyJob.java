package dev.haul.task;

import dev.haul.CopyOptions;
import dev.haul.EntryFilter;
import dev.haul.fs.TransferOptions;

/**
 * What all tasks of one copy share.
 *
 * @param linkScope copies of one run share it: hard links are kept among them
 * @param purpose what becomes of the source
 * @param transferOptions what follows from {@code options} for single files
 */
public record CopyJob(
    int id,
    int linkScope,
    int operandDepth,
    boolean detailed,
    CopyOptions options,
    Purpose purpose,
    TransferOptions transferOptions)
    implements Job {
  /** What a copy is made for. */
  public enum Purpose {
    COPY,
    /** The source is to be deleted, and the target is one that the move has made. */
    MOVE,
    /**
     * The same, begun by a run that was interrupted: what is there is its own, if it is equal or
     * the beginning of what is to go there.
     */
    MOVE_AGAIN,
    /**
     * The source is to be deleted, and the target was there before, so that what is in it may be
     * somebody else's. A file gets its name only when it is whole, also in a directory of the run's
     * own: another run would not know it from theirs.
     */
    MERGE
  }

  public CopyJob(
      int id,
      int linkScope,
      int operandDepth,
      boolean detailed,
      CopyOptions options,
      Purpose purpose) {
    this(id, linkScope, operandDepth, detailed, options, purpose, transferOptions(options));
  }

  private static TransferOptions transferOptions(CopyOptions options) {
    return new TransferOptions(
        options.keep(),
        options.chmod(),
        options.chown(),
        options.durability(),
        options.reflink(),
        options.sparse(),
        options.verify());
  }

  @Override
  public EntryFilter filter() {
    return options.filter();
  }
}
