package dev.haul.task;

import dev.haul.CopyOptions;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import dev.haul.fs.TransferOptions;

/**
 * What all tasks of one copy share.
 *
 * @param id its number in the engine; the same in every process
 * @param linkScope copies of one run share it: hard links are kept among them
 * @param operandDepth levels between the source's root and the operand itself, which filters do not
 *     count
 * @param detailed whether reports list each entry
 * @param transferOptions what follows from {@code options} for single files
 */
public record CopyJob(
    int id,
    int linkScope,
    int operandDepth,
    boolean detailed,
    CopyOptions options,
    TransferOptions transferOptions) {
  public CopyJob(int id, int linkScope, int operandDepth, boolean detailed, CopyOptions options) {
    this(id, linkScope, operandDepth, detailed, options, transferOptions(options));
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

  /** Whether the filter lets an entry pass; it is not asked about the operand itself. */
  boolean takes(DirectoryRef directory, Name name, boolean isDirectory) {
    boolean isOperand = directory.depth() < operandDepth;
    return isOperand
        || options.filter().takesAll()
        || options.filter().takes(pathBelowOperand(directory, name), isDirectory);
  }

  private String pathBelowOperand(DirectoryRef directory, Name name) {
    StringBuilder path = new StringBuilder();
    for (DirectoryRef ref : directory.chain()) {
      if (ref.depth() > operandDepth) {
        path.append(ref.name()).append('/');
      }
    }
    return path.append(name).toString();
  }
}
