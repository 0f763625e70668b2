package dev.haul.fs.linux;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileType;
import dev.haul.fs.TemporaryName;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process's right to have temporary names in a directory.
 *
 * <p>Every process that has some holds a shared lock on the directory itself, flock(2), as long as
 * it has it open; the kernel takes it back from the dead. Who gets the lock alone therefore knows
 * that whatever temporary names there are belong to nobody, unless this process says that it uses
 * them. No file is made for this, so none can be left behind.
 */
final class Claim {
  /** Of a directory that is large and not itself copied into: as much as is read in a moment. */
  private static final int BATCHES = 32;

  /** Another process clears up only for a moment; a lock held longer is not haul's. */
  private static final int ATTEMPTS = 1000;

  private final LinuxDirectory directory;

  Claim(LinuxDirectory directory) {
    this.directory = directory;
  }

  void make(boolean thorough) throws IOException {
    int batches = thorough ? Integer.MAX_VALUE : BATCHES;
    // Alone only where there is something to clear up: nearly everywhere it is one call less.
    if (share() == 0 && hasLeftovers(batches)) {
      if (lock(Flags.LOCK_EX) == 0) {
        clearUp(batches);
      }
      share(); // what was not given has cost the lock there was: flock(2)
    }
  }

  /** Zero when it is had; this file system may have no locks on directories. */
  private int share() {
    int result = lock(Flags.LOCK_SH);
    for (int i = 1; i < ATTEMPTS && result == -Errno.EAGAIN; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      result = lock(Flags.LOCK_SH);
    }
    return result;
  }

  private int lock(int kind) {
    return Libc.FLOCK.callInt(Scratch.get(), directory.descriptor(), kind | Flags.LOCK_NB);
  }

  private boolean hasLeftovers(int batches) throws IOException {
    long cursor = EntryBatch.START;
    for (int i = 0; i < batches && cursor != EntryBatch.END; i++) {
      EntryBatch batch = directory.someEntries(cursor);
      if (batch.entries().stream().anyMatch(Claim::isLeftover)) {
        return true;
      }
      cursor = batch.next();
    }
    return false;
  }

  private void clearUp(int batches) throws IOException {
    long cursor = EntryBatch.START;
    for (int i = 0; i < batches && cursor != EntryBatch.END; i++) {
      EntryBatch batch = directory.someEntries(cursor);
      for (DirectoryEntry entry : batch.entries()) {
        if (isLeftover(entry)) {
          directory.remove(Scratch.get(), entry.name());
        }
      }
      cursor = batch.next();
    }
  }

  private static boolean isLeftover(DirectoryEntry entry) {
    return entry.type() != FileType.DIRECTORY && TemporaryName.isUnused(entry.name());
  }
}
