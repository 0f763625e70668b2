package dev.haul.task;

import dev.haul.DirectoryRenames;
import dev.haul.EntryFilter;
import dev.haul.Rename;
import java.util.Arrays;
import java.util.List;

/** What all tasks of one {@link Rename} share: all that is renamed, by directories. */
public final class RenameJob implements Job {
  private static final int NONE = -1;

  private final int id;
  private final boolean detailed;
  private final Rename rename;
  // A list of the directories in each directory: the first one, and from each the next one.
  private final int[] firstChildren;
  private final int[] nextSiblings;

  public RenameJob(int id, boolean detailed, Rename rename) {
    this.id = id;
    this.detailed = detailed;
    this.rename = rename;
    List<DirectoryRenames> directories = rename.directories();
    firstChildren = new int[directories.size()];
    nextSiblings = new int[directories.size()];
    Arrays.fill(firstChildren, NONE);
    for (int i = 1; i < nextSiblings.length; i++) {
      int parent = directories.get(i).parent();
      nextSiblings[i] = firstChildren[parent];
      firstChildren[parent] = i;
    }
  }

  public Rename rename() {
    return rename;
  }

  /** The directories that lie in one of them. */
  int[] children(int index) {
    int count = 0;
    for (int child = firstChildren[index]; child != NONE; child = nextSiblings[child]) {
      count++;
    }
    int[] children = new int[count];
    for (int child = firstChildren[index]; child != NONE; child = nextSiblings[child]) {
      children[--count] = child;
    }
    return children;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public int operandDepth() {
    return 0;
  }

  @Override
  public boolean detailed() {
    return detailed;
  }

  @Override
  public EntryFilter filter() {
    return EntryFilter.ALL;
  }
}
