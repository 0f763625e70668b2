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
    int alone = lock(Flags.LOCK_EX);
    if (alone == 0) {
      clearUp(thorough ? Integer.MAX_VALUE : BATCHES);
    }
    if (alone == 0 || alone == -Errno.EAGAIN) {
      share();
    }
    // Any other answer: this file system has no locks on directories.
  }

  private void share() {
    for (int i = 0; i < ATTEMPTS && lock(Flags.LOCK_SH) == -Errno.EAGAIN; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private int lock(int kind) {
    return Libc.FLOCK.callInt(Scratch.get(), directory.descriptor(), kind | Flags.LOCK_NB);
  }

  private void clearUp(int batches) throws IOException {
    long cursor = EntryBatch.START;
    for (int i = 0; i < batches && cursor != EntryBatch.END; i++) {
      EntryBatch batch = directory.someEntries(cursor);
      for (DirectoryEntry entry : batch.entries()) {
        if (entry.type() != FileType.DIRECTORY && TemporaryName.isUnused(entry.name())) {
          directory.remove(Scratch.get(), entry.name());
        }
      }
      cursor = batch.next();
    }
  }
}
