package dev.haul.fs.linux;

import dev.haul.fs.Losses;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceEntry;
import dev.haul.fs.TransferOptions;
import java.io.IOException;

/** Makes what has no data of its own in a directory: symbolic links, special files, hard links. */
record NodeMaker(LinuxDirectory directory) {
  private static final int PRIVATE_FILE = 0600;

  void symbolicLink(
      Publication publication,
      byte[] text,
      SourceEntry source,
      TransferOptions options,
      Losses losses)
      throws IOException {
    Scratch scratch = Scratch.get();
    long target = scratch.second(text);
    long name = scratch.first(publication.first().bytes());
    directory.check(
        Libc.SYMLINKAT.callInt(scratch, target, directory.descriptor(), name), publication.name());
    finish(scratch, publication, source, options, losses);
  }

  void special(Publication publication, SourceEntry source, TransferOptions options, Losses losses)
      throws IOException {
    Scratch scratch = Scratch.get();
    long name = scratch.first(publication.first().bytes());
    int mode = EntryAttributes.fileTypeBits(source.stat().type()) | PRIVATE_FILE;
    long device = source.stat().special();
    directory.check(
        Libc.MKNODAT.callInt(scratch, directory.descriptor(), name, mode, device, 0),
        publication.name());
    finish(scratch, publication, source, options, losses);
  }

  private void finish(
      Scratch scratch,
      Publication publication,
      SourceEntry source,
      TransferOptions options,
      Losses losses)
      throws IOException {
    try {
      new EntryAttributes(source, directory, publication.first(), options).apply(scratch, losses);
      directory.publish(scratch, publication);
    } catch (IOException e) {
      directory.remove(scratch, publication.first());
      throw e;
    }
  }

  /** Gives an entry of {@code source} one more name. */
  void link(Publication publication, LinuxDirectory source, Name existing) throws IOException {
    Scratch scratch = Scratch.get();
    int result =
        Libc.LINKAT.callInt(
            scratch,
            source.descriptor(),
            scratch.first(existing.bytes()),
            directory.descriptor(),
            scratch.second(publication.first().bytes()),
            0);
    if (result < 0) {
      throw Errno.exception(result, source.path(existing), directory.path(publication.name()));
    }
    try {
      directory.publish(scratch, publication);
      if (publication.temporary() != null) {
        // rename(2) does nothing when both names are the same file already.
        directory.remove(scratch, publication.temporary());
      }
    } catch (IOException e) {
      directory.remove(scratch, publication.first());
      throw e;
    }
  }
}
