package dev.haul.fs.linux;

import dev.haul.fs.Directory;
import dev.haul.fs.EntryPath;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A regular file open for reading. */
final class LinuxSourceFile implements SourceFile {
  private final int descriptor;
  private final LinuxDirectory directory;
  private final Name name;
  private final FileStat stat;
  private final long mount;
  private final DeviceTraits device;
  private boolean closed;

  /** A file that was just opened: {@link Stat#ofDescriptor} was this thread's last call. */
  LinuxSourceFile(int descriptor, LinuxDirectory directory, Name name, FileStat stat) {
    this.descriptor = descriptor;
    this.directory = directory;
    this.name = name;
    this.stat = stat;
    this.mount = Stat.lastMount(Scratch.get());
    long own = stat.identity().device();
    this.device =
        own == directory.ref().identity().device() ? directory.device() : DeviceTraits.of(own);
  }

  int descriptor() {
    return descriptor;
  }

  // Not always its directory's: something may be mounted on the file alone.
  DeviceTraits device() {
    return device;
  }

  @Override
  public FileStat stat() {
    return stat;
  }

  @Override
  public long mount() {
    return mount;
  }

  /** The path, for messages. */
  EntryPath path() {
    return directory.path(name);
  }

  /** Whether the file was written to since it was opened. */
  boolean hasChanged(Scratch scratch) throws IOException {
    return !Stat.isUnchanged(scratch, descriptor, stat, path());
  }

  // What occupies nothing and has content all the same is made up as it is read, and its size with
  // it (files of /sys): the end is where it is. That it did not change is looked at afterwards.
  void endedEarly() throws SourceChangedException {
    if (stat.allocated() > 0) {
      throw new SourceChangedException(path().toString());
    }
  }

  @Override
  public FileTransfer transferTo(Directory target, Publication publication, TransferOptions options)
      throws IOException {
    return LinuxTransfer.begin(this, (LinuxDirectory) target, publication, options);
  }

  @Override
  public void sync() throws IOException {
    int result = Libc.FSYNC.callInt(Scratch.get(), descriptor);
    if (result < 0) {
      throw Errno.exception(result, path());
    }
  }

  @Override
  public boolean hasSameContent(Directory other, Name otherName) throws IOException {
    try (LinuxSourceFile copy = (LinuxSourceFile) other.openFile(otherName)) {
      // What occupies nothing may say any size: files of /proc say none.
      return (copy.stat.size() == stat.size() || stat.allocated() == 0) && sameBytes(copy);
    }
  }

  private boolean sameBytes(LinuxSourceFile copy) throws IOException {
    Scratch scratch = Scratch.get();
    int half = Scratch.DATA_SIZE / 2;
    long offset = 0;
    while (true) {
      int mine = readFully(scratch, offset, 0, half);
      int others = copy.readFully(scratch, offset, half, half);
      if (mine != others || differ(scratch.data(), mine, half)) {
        return false;
      }
      if (mine < half) {
        return true;
      }
      offset += mine;
    }
  }

  @Override
  public boolean isTornIn(Directory other, Name otherName) throws IOException {
    try (LinuxSourceFile copy = (LinuxSourceFile) other.openFile(otherName)) {
      return copy.stat.size() <= stat.size() && isTornIn(copy);
    }
  }

  private boolean isTornIn(LinuxSourceFile copy) throws IOException {
    Scratch scratch = Scratch.get();
    int half = Scratch.DATA_SIZE / 2;
    long offset = 0;
    while (true) {
      int mine = readFully(scratch, offset, 0, half);
      int others = copy.readFully(scratch, offset, half, half);
      ByteBuffer bytes = scratch.data().buffer;
      for (int i = 0; i < others; i++) {
        byte found = bytes.get(half + i);
        if (found != 0 && (i >= mine || found != bytes.get(i))) {
          return false;
        }
      }
      if (others < half) {
        return true;
      }
      offset += others;
    }
  }

  @Override
  public int read(ByteBuffer bytes, long offset) throws IOException {
    long address = Native.addressOf(bytes);
    long count =
        Libc.PREAD.call(Scratch.get(), descriptor, address, bytes.remaining(), offset, 0, 0);
    if (count < 0) {
      throw Errno.exception(count, path());
    }
    bytes.position(bytes.position() + (int) count);
    return count == 0 ? -1 : (int) count;
  }

  @Override
  public @Nullable AsynchronousFileChannel openChannel(ExecutorService executor) {
    try {
      return openChannel(descriptor, StandardOpenOption.READ, executor);
    } catch (IOException e) {
      return null; // no /proc, or no descriptor left: what is open still does
    }
  }

  // By what proc(5) shows of this process's open files: no name is looked up again, so nobody can
  // have put another file there.
  static AsynchronousFileChannel openChannel(
      int descriptor, OpenOption option, ExecutorService executor) throws IOException {
    return AsynchronousFileChannel.open(
        Path.of("/proc/self/fd/" + descriptor), Set.of(option), executor);
  }

  private static boolean differ(Scratch.Block block, int length, int second) {
    return block.buffer.slice(0, length).mismatch(block.buffer.slice(second, length)) >= 0;
  }

  private int readFully(Scratch scratch, long offset, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long address = scratch.data().address + at + done;
      long result =
          Libc.PREAD.call(scratch, descriptor, address, length - done, offset + done, 0, 0);
      if (result < 0) {
        throw Errno.exception(result, path());
      }
      if (result == 0) {
        break;
      }
      done += (int) result;
    }
    return done;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LinuxDirectory.close(Scratch.get(), descriptor);
    }
  }
}
