package dev.haul.fs.nio;

import dev.haul.fs.EntryBatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory a batch at a time. A cursor is the number of entries before it: the next one in
 * turn continues the stream that is open, any other begins a new one and passes over them.
 */
final class Listing implements Closeable {
  private static final int BATCH = 512;

  private final Path directory;
  private @Nullable DirectoryStream<Path> stream;
  private @Nullable Iterator<Path> iterator;
  private long position;
  private boolean closed;

  Listing(Path directory) {
    this.directory = directory;
  }

  /** Some paths, and the cursor behind them. */
  record Batch(List<Path> paths, long next) {}

  synchronized Batch read(long cursor) throws IOException {
    try {
      return readOn(cursor);
    } catch (IOException | RuntimeException e) {
      // How far the stream went is not known: who asks again must not find a gap.
      stop();
      throw e;
    }
  }

  private Batch readOn(long cursor) throws IOException {
    Iterator<Path> from = at(cursor);
    List<Path> paths = new ArrayList<>();
    while (paths.size() < BATCH && from.hasNext()) {
      paths.add(from.next());
    }
    position += paths.size();
    if (from.hasNext()) {
      return new Batch(paths, position);
    }
    stop();
    return new Batch(paths, EntryBatch.END);
  }

  private Iterator<Path> at(long cursor) throws IOException {
    Iterator<Path> open = iterator;
    if (open != null && position == cursor) {
      return open;
    }
    Iterator<Path> begun = begin();
    while (position < cursor && begun.hasNext()) {
      begun.next();
      position++;
    }
    return begun;
  }

  @SuppressWarnings("StreamResourceLeak") // stop() closes it
  private Iterator<Path> begin() throws IOException {
    stop();
    if (closed) {
      throw new IOException("the directory was closed");
    }
    DirectoryStream<Path> begun = Files.newDirectoryStream(directory);
    Iterator<Path> first = begun.iterator();
    stream = begun;
    iterator = first;
    return first;
  }

  private void stop() throws IOException {
    DirectoryStream<Path> open = stream;
    stream = null;
    iterator = null;
    position = EntryBatch.START;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    stop();
  }
}
