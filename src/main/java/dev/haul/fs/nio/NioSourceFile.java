package dev.haul.fs.nio;

import dev.haul.fs.Directory;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceFile;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A regular file open for reading, and the name it was opened by. */
final class NioSourceFile implements SourceFile {
  private final SeekableByteChannel channel;
  private final NioDirectory directory;
  private final Name name;
  private final FileStat stat;

  NioSourceFile(SeekableByteChannel channel, NioDirectory directory, Name name, FileStat stat) {
    this.channel = channel;
    this.directory = directory;
    this.name = name;
    this.stat = stat;
  }

  SeekableByteChannel channel() {
    return channel;
  }

  /** Where the file is, provided that its directory still is what it was. */
  Path path() throws IOException {
    return directory.resolve(name);
  }

  /** The path, for messages. */
  String label() {
    return directory.ref().pathOf(name);
  }

  @Override
  public FileStat stat() {
    return stat;
  }

  @Override
  public long mount() {
    return stat.identity().device();
  }

  /** Whether the file was written to, removed or replaced since it was opened. */
  boolean hasChanged() throws IOException {
    FileStat now = directory.statIfExists(name);
    return now == null || !now.identity().equals(stat.identity()) || now.changedSince(stat);
  }

  @Override
  public FileTransfer transferTo(Directory target, Publication publication, TransferOptions options)
      throws IOException {
    return NioTransfer.begin(this, (NioDirectory) target, publication, options);
  }

  @Override
  public void sync() throws IOException {
    Path path = path();
    Errors.namingEffect(label(), null, () -> Channels.sync(path));
  }

  /** Never said here: what is not equal is left to whoever knows more. */
  @Override
  public boolean isTornIn(Directory other, Name otherName) {
    return false;
  }

  @Override
  public boolean hasSameContent(Directory other, Name otherName) throws IOException {
    try (NioSourceFile copy = (NioSourceFile) other.openFile(otherName)) {
      return copy.stat.size() == stat.size()
          && Errors.naming(label(), copy.label(), () -> sameBytes(copy));
    }
  }

  @Override
  public int read(ByteBuffer bytes, long offset) throws IOException {
    return Errors.naming(label(), null, () -> channel.position(offset).read(bytes));
  }

  @Override
  public @Nullable AsynchronousFileChannel openChannel(ExecutorService executor) {
    try {
      return Channels.open(path(), StandardOpenOption.READ, executor);
    } catch (IOException | UnsupportedOperationException e) {
      return null; // what is open already still does
    }
  }

  private boolean sameBytes(NioSourceFile copy) throws IOException {
    ByteBuffer all = Channels.buffer();
    int half = all.capacity() / 2;
    channel.position(0);
    copy.channel.position(0);
    while (true) {
      ByteBuffer mine = all.slice(0, half);
      ByteBuffer others = all.slice(half, half);
      Channels.fill(mine, channel);
      Channels.fill(others, copy.channel);
      if (!mine.equals(others)) {
        return false;
      }
      if (mine.limit() < half) {
        return true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
