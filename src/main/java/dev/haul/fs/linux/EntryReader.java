package dev.haul.fs.linux;

import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import java.io.IOException;

/** Reads the entries of an open directory, from any of them on. */
final class EntryReader {
  private final int descriptor;
  private final DirectoryRef ref;
  private final DeviceTraits device;

  // Where the descriptor's own offset stands, and whether it was read from; guarded by this.
  private long position = EntryBatch.START;
  private boolean read;

  /** Reads by a descriptor that nobody else reads by. */
  EntryReader(int descriptor, DirectoryRef ref, DeviceTraits device) {
    this.descriptor = descriptor;
    this.ref = ref;
    this.device = device;
  }

  EntryBatch entries(long cursor, int enough) throws IOException {
    return entries(cursor, enough, false);
  }

  /** Saves the call that says that there are no more, where room that is left says so too. */
  EntryBatch someEntries(long cursor) throws IOException {
    return entries(cursor, 1, device.isPlain(Scratch.get(), descriptor));
  }

  private synchronized EntryBatch entries(long cursor, int enough, boolean roomIsEnd)
      throws IOException {
    Scratch scratch = Scratch.get();
    Scratch.Block block = scratch.data();
    seek(scratch, cursor, block);
    EntryParser parser = new EntryParser();
    do {
      long length = read(scratch, block, EntryParser.BATCH_SIZE);
      if (length == 0) {
        return new EntryBatch(parser.entries(), EntryBatch.END);
      }
      parser.parse(block.buffer, (int) length);
      position = parser.next();
      if (roomIsEnd && length <= EntryParser.BATCH_SIZE - EntryParser.FEW_SIZE) {
        return new EntryBatch(parser.entries(), EntryBatch.END);
      }
    } while (parser.count() < enough);
    return new EntryBatch(parser.entries(), position);
  }

  private void seek(Scratch scratch, long cursor, Scratch.Block block) throws IOException {
    boolean first = !read;
    read = true;
    // Also from the start to the start: without it btrfs shows the names of when it was opened.
    boolean isStale = cursor == EntryBatch.START && !(first && device.isPlain(scratch, descriptor));
    if (cursor == position && !isStale) {
      return;
    }
    if (first && cursor != EntryBatch.START) {
      // On ext4, one that was first read from the end of all entries would show none from then on.
      read(scratch, block, EntryParser.FEW_SIZE);
    }
    check(Libc.LSEEK.call(scratch, descriptor, cursor, Flags.SEEK_SET));
    position = cursor;
  }

  private long read(Scratch scratch, Scratch.Block block, int most) throws IOException {
    return check(Libc.GETDENTS.call(scratch, descriptor, block.address, most));
  }

  private long check(long result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, ref);
    }
    return result;
  }
}
