package dev.haul.fs.linux;

import dev.haul.Reflink;
import dev.haul.Sparse;
import dev.haul.fs.DataRanges;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/**
 * Moves one file's bytes: a small one by a read and a write, a larger one shared with its source
 * where both lie on a file system that can, else copied inside the kernel, else by reads and
 * writes.
 */
final class DataMover {
  /** What one call moves at most, so that a cancelled run stops soon. */
  private static final long CHUNK = 16L << 20;

  private static final int BLOCK = 4096;

  private final LinuxSourceFile source;
  private final int target;
  private final LinuxDirectory directory;
  private final EntryPath targetPath;
  private final TransferOptions options;
  private final TransferMonitor monitor;
  private final Scratch scratch = Scratch.get();
  private final boolean mayShare;
  private boolean kernelCopies;

  DataMover(
      LinuxSourceFile source,
      int target,
      LinuxDirectory directory,
      EntryPath targetPath,
      TransferOptions options,
      TransferMonitor monitor) {
    this.source = source;
    this.target = target;
    this.directory = directory;
    this.targetPath = targetPath;
    this.options = options;
    this.monitor = monitor;
    // What is shared has the holes of its source, no more and no fewer.
    this.mayShare = options.sparse() == Sparse.AUTO && options.reflink() != Reflink.NEVER;
    // copy_file_range shares as well where it can, and keeps holes.
    this.kernelCopies = mayShare;
  }

  void move() throws IOException {
    long size = source.stat().size();
    if (movedSpecially()) {
      return;
    }
    if (size > Scratch.DATA_SIZE) {
      reserve(size);
      moveRange(0, size);
    } else {
      moveSmall(size);
    }
  }

  /** Does what takes hardly any reading; whether that was all there is to do. */
  boolean moveIfShort() throws IOException {
    if (movedSpecially()) {
      return true;
    }
    long size = source.stat().size();
    boolean small = size <= FileTransfer.SHORT;
    if (small) {
      moveSmall(size);
    } else {
      reserve(size);
    }
    return small;
  }

  /** Shares the data, or leaves its holes out, where that is to be tried. */
  private boolean movedSpecially() throws IOException {
    FileStat stat = source.stat();
    boolean large = stat.size() > Scratch.DATA_SIZE;
    if (mayShare && (large || options.reflink() == Reflink.ALWAYS) && cloned()) {
      monitor.moved(stat.size());
      return true;
    }
    if (options.sparse() == Sparse.ALWAYS) {
      moveSkippingZeros();
      return true;
    }
    if (stat.hasHoles() && stat.size() > 0 && options.sparse() == Sparse.AUTO) {
      moveBetweenHoles(stat.size());
      return true;
    }
    return false;
  }

  // Also what says size 0 and has content (files of /proc): it is read to its end.
  private void moveSmall(long size) throws IOException {
    if (size == 0 && source.device().isPlain(scratch, source.descriptor())) {
      monitor.moved(0); // may call it off
      return;
    }
    long address = scratch.data().address;
    long moved = 0;
    do {
      long length = Libc.READ.call(scratch, source.descriptor(), address, Scratch.DATA_SIZE);
      checkSource(length);
      if (length == 0) {
        break;
      }
      writeFully(address, length, moved);
      moved += length;
    } while (moved != size);
    if (moved < size) {
      source.endedEarly();
    }
    monitor.moved(moved);
  }

  private boolean cloned() throws IOException {
    long targetDevice = directory.ref().identity().device();
    boolean must = options.reflink() == Reflink.ALWAYS;
    if (!must && !source.device().mayCloneTo(targetDevice)) {
      return false;
    }
    int result = Libc.IOCTL.callInt(scratch, target, Flags.FICLONE, source.descriptor());
    if (result == 0) {
      return true;
    }
    boolean refused =
        result == -Errno.EOPNOTSUPP || result == -Errno.ENOTTY || result == -Errno.EXDEV;
    if (must) {
      throw refused
          ? new FileSystemException(
              source.path().toString(), targetPath.toString(), "a copy there cannot share its data")
          : Errno.exception(result, source.path(), targetPath);
    }
    if (refused) {
      source.device().refusedCloneTo(targetDevice);
    }
    return false;
  }

  private void moveBetweenHoles(long size) throws IOException {
    long at = 0;
    while (at < size) {
      long data = seek(at, Flags.SEEK_DATA);
      if (data == -Errno.ENXIO) {
        break; // nothing but a hole up to the end
      }
      long end = data < 0 ? data : seek(data, Flags.SEEK_HOLE);
      if (end < 0) {
        moveRange(at, size); // this file system cannot tell
        return;
      }
      monitor.moved(data - at);
      long length = Math.min(end, size) - data;
      if (moveRange(data, data + length) < length) {
        return;
      }
      at = end;
    }
    monitor.moved(size - Math.min(at, size));
    checkTarget(Libc.FTRUNCATE.callInt(scratch, target, size));
  }

  // Blocks reserved at once cost less than one by one; where that cannot be done it is no loss.
  // The size grows with the data all the same: what is unfinished is seen to be short.
  private void reserve(long size) {
    Libc.FALLOCATE.callInt(scratch, target, Flags.FALLOC_FL_KEEP_SIZE, 0, size);
  }

  private long seek(long from, int whence) {
    return Libc.LSEEK.call(scratch, source.descriptor(), from, whence);
  }

  /** What {@link dev.haul.fs.DataRanges#move} does. */
  long moveShared(long from, long length) throws IOException {
    kernelCopies &= length > DataRanges.SHARED;
    return moveRange(from, from + length);
  }

  /** Returns fewer bytes than asked for when the file had its end before. */
  private long moveRange(long from, long end) throws IOException {
    long at = from;
    while (at < end) {
      long wanted = Math.min(CHUNK, end - at);
      long moved = kernelCopies ? copyInKernel(at, wanted) : 0;
      if (moved == 0) {
        kernelCopies = false;
        moved = copyThroughBuffer(at, Math.min(wanted, Scratch.DATA_SIZE));
      }
      if (moved == 0) {
        source.endedEarly();
        break;
      }
      at += moved;
      monitor.moved(moved);
    }
    return at - from;
  }

  /** Zero when it is to be done by reading: refused, or a file system that says 0 in error. */
  private long copyInKernel(long at, long length) throws IOException {
    Scratch.Block offsets = scratch.small();
    offsets.buffer.putLong(0, at).putLong(8, at);
    long result =
        Libc.COPY_FILE_RANGE.call(
            scratch,
            source.descriptor(),
            offsets.address,
            target,
            offsets.address + Long.BYTES,
            length,
            0);
    return switch ((int) Math.max(result, -4096)) {
      case -Errno.EXDEV,
          -Errno.EINVAL,
          -Errno.EPERM,
          -Errno.ENOSYS,
          -Errno.EOPNOTSUPP,
          -Errno.ETXTBSY ->
          0;
      default -> checkTarget(result);
    };
  }

  private long copyThroughBuffer(long at, long length) throws IOException {
    long address = scratch.data().address;
    long read = Libc.PREAD.call(scratch, source.descriptor(), address, length, at, 0, 0);
    checkSource(read);
    writeFully(address, read, at);
    return read;
  }

  private void moveSkippingZeros() throws IOException {
    long address = scratch.data().address;
    long at = 0;
    while (true) {
      long read =
          Libc.PREAD.call(scratch, source.descriptor(), address, Scratch.DATA_SIZE, at, 0, 0);
      checkSource(read);
      if (read == 0) {
        break;
      }
      writeNonZeroBlocks(address, (int) read, at);
      at += read;
      monitor.moved(read);
    }
    checkTarget(Libc.FTRUNCATE.callInt(scratch, target, at));
  }

  private void writeNonZeroBlocks(long address, int length, long at) throws IOException {
    int from = 0;
    while (from < length) {
      int to = Math.min(from + BLOCK, length);
      if (!isZero(scratch.data().buffer, from, to)) {
        writeFully(address + from, to - from, at + from);
      }
      from = to;
    }
  }

  private static boolean isZero(ByteBuffer buffer, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      if (buffer.getLong(at) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (buffer.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private void writeFully(long address, long length, long at) throws IOException {
    long written = 0;
    while (written < length) {
      written +=
          checkTarget(
              Libc.PWRITE.call(
                  scratch, target, address + written, length - written, at + written, 0, 0));
    }
  }

  private void checkSource(long result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, source.path());
    }
  }

  private long checkTarget(long result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, source.path(), targetPath);
    }
    return result;
  }
}
