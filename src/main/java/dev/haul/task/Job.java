package dev.haul.task;

import dev.haul.EntryFilter;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;

/** What all tasks of one operation share. */
public sealed interface Job permits AppendJob, CopyJob, DeleteJob, MoveJob, RenameJob {
  /** Its number in the engine; the same in every process. */
  int id();

  /**
   * Levels between the source's root and the operand itself, which filters do not count: 0 if the
   * root is the operand, 1 if the operand is an entry of it.
   */
  int operandDepth();

  /** Whether reports list each entry. */
  boolean detailed();

  /** Which entries below the operand are meant. */
  EntryFilter filter();

  /** Whether the filter lets an entry pass; it is not asked about the operand itself. */
  default boolean takes(DirectoryRef directory, Name name, boolean isDirectory) {
    boolean isOperand = directory.depth() < operandDepth();
    return isOperand
        || filter().takesAll()
        || filter().takes(pathBelowOperand(directory, name), isDirectory);
  }

  private String pathBelowOperand(DirectoryRef directory, Name name) {
    StringBuilder path = new StringBuilder();
    for (DirectoryRef ref : directory.chain()) {
      if (ref.depth() > operandDepth()) {
        path.append(ref.name()).append('/');
      }
    }
    return path.append(name).toString();
  }
}
