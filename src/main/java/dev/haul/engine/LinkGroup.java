package dev.haul.engine;

import dev.haul.fs.FileIdentity;
import dev.haul.task.CopyEntry;
import dev.haul.task.LinkCandidate;
import dev.haul.task.LinkFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of one hard-linked file that a run has come upon. Guarded by the scheduler's lock. */
final class LinkGroup {
  /**
   * A name that waits for the first copy.
   *
   * @param node the directory that is not finished before
   */
  record Waiting(CopyEntry copy, PendingDirectory node) {}

  /** Which file; the same inode in another run's scope is another file. */
  record Key(int scope, FileIdentity identity) {
    static Key of(LinkCandidate candidate) {
      return new Key(candidate.copy().job().linkScope(), candidate.identity());
    }
  }

  private final Key key;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final int links;
  private int seen;
  private @Nullable CopyEntry copied;
  private @Nullable CopyEntry copying;

  LinkGroup(LinkCandidate first) {
    this.key = Key.of(first);
    this.links = first.links();
  }

  Key key() {
    return key;
  }

  void add(LinkCandidate candidate, PendingDirectory node) {
    seen++;
    waiting.add(new Waiting(candidate.copy(), node));
  }

  /** The name to copy now, if none is there yet and none is being made. */
  @Nullable Waiting takeNextToCopy() {
    if (copying != null || copied != null) {
      return null;
    }
    Waiting next = waiting.poll();
    copying = next == null ? null : next.copy();
    return next;
  }

  /** The names that can be linked now; their tasks and where they belong. */
  List<Waiting> takeLinkable() {
    if (copied == null) {
      return List.of();
    }
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  LinkFile linkTask(CopyEntry name) {
    CopyEntry existing = copied;
    if (existing == null) {
      throw new IllegalStateException("nothing to link to: " + name.subject());
    }
    return new LinkFile(existing.target(), existing.targetName(), name);
  }

  /** The copy has ended; if it did not succeed, the next name is copied in its place. */
  void copyEnded(boolean succeeded) {
    copied = succeeded ? copying : null;
    copying = null;
  }

  /** Whether every name has been seen and dealt with. */
  boolean isUsedUp() {
    return seen >= links && waiting.isEmpty() && copying == null;
  }
}
