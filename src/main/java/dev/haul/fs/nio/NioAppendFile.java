package dev.haul.fs.nio;

import dev.haul.AppendOptions;
import dev.haul.fs.AppendFile;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A channel open for appending. An interrupted thread closes it for all, and its lock is a POSIX
 * lock, which goes when any other channel of the file is closed: it is for one private thread, and
 * the lock for a file that nobody else opens.
 */
final class NioAppendFile implements AppendFile {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final SeekableByteChannel channel;
  private final Path path;
  private final String label;
  private final FileIdentity identity;
  private final long generation;
  private @Nullable FileLock lock;

  private NioAppendFile(
      SeekableByteChannel channel,
      Path path,
      String label,
      FileIdentity identity,
      long generation) {
    this.channel = channel;
    this.path = path;
    this.label = label;
    this.identity = identity;
    this.generation = generation;
  }

  static AppendFile open(NioDirectory directory, Name name, AppendOptions options)
      throws IOException {
    String label = directory.ref().pathOf(name);
    FileStat there = directory.statIfExists(name);
    if (there != null && there.type() != FileType.REGULAR) {
      throw new FileSystemException(label, null, "nothing that can be appended to");
    }
    Path path = directory.resolve(name);
    return Errors.naming(label, () -> open(directory, name, path, label, options));
  }

  private static NioAppendFile open(
      NioDirectory directory, Name name, Path path, String label, AppendOptions options)
      throws IOException {
    Set<OpenOption> how = new HashSet<>();
    how.add(StandardOpenOption.APPEND);
    how.add(LinkOption.NOFOLLOW_LINKS);
    if (options.create()) {
      how.add(StandardOpenOption.CREATE);
    }
    SeekableByteChannel channel = Files.newByteChannel(path, how);
    try {
      FileIdentity identity = directory.stat(name).identity();
      long generation =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .creationTime()
              .to(TimeUnit.NANOSECONDS);
      return new NioAppendFile(channel, path, label, identity, generation);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public FileIdentity identity() {
    return identity;
  }

  @Override
  public long size() throws IOException {
    return Errors.naming(label, channel::size);
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public boolean onlyGrows() {
    return false;
  }

  @Override
  public boolean canRead() {
    return Files.isReadable(path);
  }

  @Override
  public boolean hasEnd() {
    return true;
  }

  @Override
  public void lock() throws IOException {
    // Another thread of this process may have it: then the JDK does not wait, it throws.
    while (!tryLock()) {
      LockSupport.parkNanos(PAUSE);
    }
  }

  @Override
  public boolean tryLock() throws IOException {
    if (!(channel instanceof FileChannel file)) {
      throw new FileSystemException(label, null, "this file system has no locks");
    }
    try {
      lock = Errors.naming(label, file::tryLock);
    } catch (OverlappingFileLockException e) {
      return false;
    }
    return lock != null;
  }

  @Override
  public void unlock() throws IOException {
    FileLock held = lock;
    if (held != null) {
      lock = null;
      held.release();
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return Errors.naming(label, () -> channel.write(bytes));
  }

  @Override
  public long position() throws IOException {
    return Errors.naming(label, channel::position);
  }

  @Override
  public void read(ByteBuffer bytes, long offset) throws IOException {
    // Not this channel: what appends cannot read.
    try (SeekableByteChannel reader = Channels.openForReading(path)) {
      reader.position(offset);
      while (bytes.hasRemaining() && reader.read(bytes) >= 0) {}
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    Errors.naming(label, () -> channel.truncate(size));
  }

  @Override
  public void expect(long offset, long length) {
    // There is no way to say so.
  }

  @Override
  public void reserve(long offset, long length) {
    // Nothing here is known to need it.
  }

  @Override
  public void sync(boolean attributes) throws IOException {
    if (channel instanceof FileChannel file) {
      Errors.naming(
          label,
          () -> {
            file.force(attributes);
            return null;
          });
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
