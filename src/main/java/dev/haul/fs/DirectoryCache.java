package dev.haul.fs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories a process has open, shared by all its workers.
 *
 * <p>A directory that somebody holds a {@link Lease} on stays open; the others stay as long as
 * there is room, and the one used longest ago goes first. What is needed again is opened again from
 * the nearest ancestor that is still open, one name at a time, and must be the directory it was.
 */
public final class DirectoryCache implements AutoCloseable {
  private final int capacity;

  // In the order of last use. INVARIANT: a slot with users > 0 is never closed. A directory that is
  // found in a second place meanwhile has a slot that is not in here: who comes from there must get
  // a directory that knows itself to be there.
  private final Map<FileIdentity, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);

  private static final class Slot {
    final Directory directory;
    int users = 1;
    boolean forgotten;
    boolean isElsewhere;

    Slot(Directory directory) {
      this.directory = directory;
    }
  }

  /**
   * @param capacity directories open at once while nobody needs more
   */
  public DirectoryCache(int capacity) {
    this.capacity = capacity;
  }

  /** Half of what the process may open, so that as much is left for files. */
  public static DirectoryCache withinDescriptorLimit() {
    return new DirectoryCache(Math.clamp(Roots.descriptorLimit() / 2, 8, 2048));
  }

  /** A directory that stays open until the lease is closed. */
  public final class Lease implements AutoCloseable {
    private final Slot slot;

    private Lease(Slot slot) {
      this.slot = slot;
    }

    public Directory directory() {
      return slot.directory;
    }

    /** One more lease on the same directory. */
    public Lease again() {
      synchronized (DirectoryCache.this) {
        slot.users++;
      }
      return new Lease(slot);
    }

    @Override
    public void close() {
      release(slot);
    }
  }

  /** Opens the directory that {@code ref} refers to, or finds it open. */
  public Lease lease(DirectoryRef ref) throws IOException {
    Lease open = leaseIfOpen(ref);
    return open != null ? open : reopen(ref);
  }

  /** Opens an entry of an open directory. */
  public Lease leaseChild(Directory parent, Name name) throws IOException {
    return adoptChild(parent, parent.openDirectory(name));
  }

  /**
   * As {@link #adopt}, of a directory that was opened in {@code parent}.
   *
   * @throws FileSystemException if it is one that {@code parent} lies in, by a mount: there would
   *     be no end, for what is open already shows that mount again
   */
  public Lease adoptChild(Directory parent, Directory child) throws IOException {
    FileIdentity identity = child.ref().identity();
    Lease lease = adopt(child);
    // Looked for only where it can be: the way up may be long.
    if (lease.slot.isElsewhere && parent.ref().isWithin(identity)) {
      lease.close();
      throw new FileSystemException(
          child.ref().toString(), null, "a directory that it lies in is mounted on it");
    }
    return lease;
  }

  /** Puts a directory that the caller has opened under the care of the cache. */
  public Lease adopt(Directory opened) throws IOException {
    Slot mine = new Slot(opened);
    Slot kept = keepFirst(mine);
    if (kept != mine) {
      opened.close(); // another worker was first
      return new Lease(kept);
    }
    closeAll(takeSuperfluous());
    return new Lease(mine);
  }

  private synchronized Slot keepFirst(Slot mine) {
    Slot earlier = slots.putIfAbsent(mine.directory.ref().identity(), mine);
    if (earlier == null) {
      return mine;
    }
    if (!earlier.directory.ref().isSamePlace(mine.directory.ref())) {
      mine.isElsewhere = true;
      return mine;
    }
    earlier.users++;
    earlier.forgotten = false;
    return earlier;
  }

  /**
   * Closes a directory that nobody will need again, as soon as its last lease is closed. The one it
   * lies in is needed next: if it had to be closed, it is opened again from below, for from the
   * root it would be a long way in a deep tree.
   */
  public void forget(DirectoryRef ref) {
    try (Lease lease = leaseIfOpen(ref)) {
      if (lease != null) {
        openParent(lease.directory());
        markForgotten(lease.slot);
      }
    }
  }

  private synchronized void markForgotten(Slot slot) {
    slot.forgotten = true;
  }

  private void openParent(Directory directory) {
    DirectoryRef parent = directory.ref().parent();
    if (parent == null || isOpen(parent)) {
      return;
    }
    try {
      Directory opened = directory.openParent(parent);
      if (opened != null) {
        adopt(opened).close();
      }
    } catch (IOException e) {
      // Then it is looked for from the root when it is needed, and the error found there.
    }
  }

  private synchronized boolean isOpen(DirectoryRef ref) {
    return slots.containsKey(ref.identity());
  }

  private synchronized @Nullable Lease leaseIfOpen(DirectoryRef ref) {
    Slot slot = slots.get(ref.identity());
    if (slot == null || !slot.directory.ref().isSamePlace(ref)) {
      return null;
    }
    slot.users++;
    return new Lease(slot);
  }

  private Lease reopen(DirectoryRef ref) throws IOException {
    Deque<DirectoryRef> missing = new ArrayDeque<>();
    Lease lease = null;
    DirectoryRef at = ref;
    while (lease == null && at != null) {
      lease = leaseIfOpen(at);
      if (lease == null) {
        missing.push(at);
        at = at.parent();
      }
    }
    return descend(lease == null ? openRoot(missing.pop()) : lease, missing);
  }

  private Lease openRoot(DirectoryRef ref) throws IOException {
    Directory opened = Roots.open(ref.root());
    checkIdentity(ref, opened);
    return adopt(opened);
  }

  private Lease descend(Lease from, Deque<DirectoryRef> missing) throws IOException {
    if (missing.isEmpty()) {
      return from;
    }
    Directory at;
    try (from) {
      at = openExpected(from.directory(), missing.pop());
    }
    while (!missing.isEmpty()) {
      try (Directory parent = at) {
        at = openExpected(parent, missing.pop());
      }
    }
    return adopt(at);
  }

  private static Directory openExpected(Directory parent, DirectoryRef ref) throws IOException {
    Name name = ref.name();
    if (name == null) {
      throw new IllegalStateException("a root below another directory: " + ref);
    }
    Directory opened = parent.openDirectory(name);
    checkIdentity(ref, opened);
    return opened;
  }

  private static void checkIdentity(DirectoryRef ref, Directory opened) throws IOException {
    if (!opened.ref().identity().equals(ref.identity())) {
      opened.close();
      throw new FileSystemException(ref.toString(), null, "another directory has taken its place");
    }
  }

  private void release(Slot slot) {
    Directory unused = null;
    synchronized (this) {
      slot.users--;
      if (slot.users == 0 && slot.isElsewhere) {
        unused = slot.directory;
      } else if (slot.users == 0 && (slot.forgotten || slots.size() > capacity)) {
        slots.remove(slot.directory.ref().identity());
        unused = slot.directory;
      }
    }
    if (unused != null) {
      closeAll(List.of(unused));
    }
  }

  private synchronized List<Directory> takeSuperfluous() {
    if (slots.size() <= capacity) {
      return List.of();
    }
    List<Directory> superfluous = new ArrayList<>();
    Iterator<Slot> oldestFirst = slots.values().iterator();
    while (slots.size() > capacity && oldestFirst.hasNext()) {
      Slot slot = oldestFirst.next();
      if (slot.users == 0) {
        oldestFirst.remove();
        superfluous.add(slot.directory);
      }
    }
    return superfluous;
  }

  private static void closeAll(List<Directory> directories) {
    for (Directory directory : directories) {
      try {
        directory.close();
      } catch (IOException e) {
        // A directory was only read from: there is nothing to lose at its close.
      }
    }
  }

  /** How many directories are open now. */
  public synchronized int size() {
    return slots.size();
  }

  /** Closes what is open, leased or not: to be called when no task runs any more. */
  @Override
  public void close() {
    List<Directory> all;
    synchronized (this) {
      all = slots.values().stream().map(slot -> slot.directory).toList();
      slots.clear();
    }
    closeAll(all);
  }
}
