package dev.haul.fs.nio;

import dev.haul.Durability;
import dev.haul.Reflink;
import dev.haul.Sparse;
import dev.haul.fs.DataChannels;
import dev.haul.fs.DataRanges;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileTransfer;
import dev.haul.fs.Losses;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.TemporaryName;
import dev.haul.fs.TransferMonitor;
import dev.haul.fs.TransferOptions;
import dev.haul.fs.VerificationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A file's data on its way from one channel to another. */
final class NioTransfer implements FileTransfer {
  private final NioSourceFile source;
  private final NioDirectory directory;
  private final Publication publication;
  private final TransferOptions options;
  private final SeekableByteChannel target;
  private final TemporaryName.Use use;
  private boolean ended;

  private NioTransfer(
      NioSourceFile source,
      NioDirectory directory,
      Publication publication,
      TransferOptions options,
      SeekableByteChannel target,
      TemporaryName.Use use) {
    this.source = source;
    this.directory = directory;
    this.publication = publication;
    this.options = options;
    this.target = target;
    this.use = use;
  }

  static NioTransfer begin(
      NioSourceFile source,
      NioDirectory directory,
      Publication publication,
      TransferOptions options)
      throws IOException {
    Path path = directory.resolve(publication.first());
    TemporaryName.Use use = TemporaryName.use(publication.first());
    try {
      SeekableByteChannel target =
          Errors.naming(
              source.label(),
              directory.ref().pathOf(publication.name()),
              () -> Channels.create(path, directory.volume()));
      return new NioTransfer(source, directory, publication, options, target, use);
    } catch (IOException | RuntimeException e) {
      use.close();
      throw e;
    }
  }

  @Override
  public FileStat source() {
    return source.stat();
  }

  @Override
  public void moveData(TransferMonitor monitor) throws IOException {
    new DataMover(source, target, directory.volume(), label(), options, monitor).move();
  }

  @Override
  public boolean moveIfShort(TransferMonitor monitor) throws IOException {
    boolean special =
        options.reflink() == Reflink.ALWAYS
            || (options.sparse() == Sparse.ALWAYS && directory.volume().hasHoles());
    boolean done = special || source.stat().size() <= SHORT;
    if (done) {
      moveData(monitor);
    }
    return done;
  }

  @Override
  public @Nullable DataChannels openChannels(ExecutorService executor) {
    try {
      return DataChannels.open(
          () -> Channels.open(source.path(), StandardOpenOption.READ, executor),
          () ->
              Channels.open(
                  directory.resolve(publication.first()), StandardOpenOption.WRITE, executor),
          directory.volume().hasHoles() && options.sparse() == Sparse.AUTO,
          this::named);
    } catch (IOException | UnsupportedOperationException e) {
      return null; // what is open already still does
    }
  }

  @Override
  public @Nullable DataRanges ranges() {
    return null;
  }

  private FileSystemException named(IOException error) {
    return Errors.exception(error, source.label(), label());
  }

  @Override
  public void endedEarly() throws SourceChangedException {
    throw new SourceChangedException(source.label());
  }

  @Override
  public void complete(Losses losses) throws IOException {
    try {
      if (source.hasChanged()) {
        throw new SourceChangedException(source.label());
      }
      Errors.namingEffect(label(), null, () -> finish(losses));
      closeFiles();
      use.close();
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  // The target is closed first: an archive learns only then that the file exists.
  private void finish(Losses losses) throws IOException {
    if (options.durability() != Durability.NONE && target instanceof FileChannel channel) {
      channel.force(false);
    }
    target.close();
    Path made = directory.resolve(publication.first());
    attributes(made).apply(source.path(), true, losses);
    if (options.durability() == Durability.FULL && target instanceof FileChannel) {
      Channels.sync(made);
    }
    if (options.verify() && !source.hasSameContent(directory, publication.first())) {
      throw new VerificationException(source.label(), label());
    }
    directory.publish(publication);
    if (publication.temporary() != null && !directory.volume().movesKeepTimes()) {
      attributes(directory.resolve(publication.name())).applyTimes();
    }
  }

  private Attributes attributes(Path path) {
    return new Attributes(source.stat(), options, path, directory.volume());
  }

  @Override
  public void abort() {
    if (!ended) {
      closeFiles();
      directory.remove(publication.first());
      use.close();
    }
  }

  // What is to be kept was closed with its errors heard; the rest was read from or is removed.
  private void closeFiles() {
    ended = true;
    try (source;
        target) {
      // only closed
    } catch (IOException e) {
      // nothing is lost
    }
  }

  private String label() {
    return directory.ref().pathOf(publication.name());
  }
}
