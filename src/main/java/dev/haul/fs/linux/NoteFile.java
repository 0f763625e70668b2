package dev.haul.fs.linux;

import dev.haul.fs.Name;
import dev.haul.fs.TemporaryName;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Small files that tell of something under way: whole and durable, or not there. */
final class NoteFile {
  private static final int CREATE =
      Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;
  private static final int SIZE = 64 << 10;

  private NoteFile() {}

  static void create(LinuxDirectory directory, Name entry, byte[] content) throws IOException {
    Scratch scratch = Scratch.get();
    Name temporary = TemporaryName.next();
    long name = scratch.first(temporary.bytes());
    int file = Libc.OPENAT.callInt(scratch, directory.descriptor(), name, CREATE, 0600);
    check(file, directory, entry);
    try {
      Scratch.Block block = scratch.data();
      block.buffer.put(0, content);
      long written = Libc.WRITE.call(scratch, file, block.address, content.length);
      check(written, directory, entry);
      check(written < content.length ? -Errno.ENOSPC : 0, directory, entry);
      check(Libc.FSYNC.callInt(scratch, file), directory, entry);
      check(Renaming.replacing(scratch, directory, temporary, directory, entry), directory, entry);
    } catch (IOException e) {
      directory.remove(scratch, temporary);
      throw e;
    } finally {
      LinuxDirectory.close(scratch, file);
    }
    directory.sync();
  }

  static byte @Nullable [] read(LinuxDirectory directory, Name entry) throws IOException {
    Scratch scratch = Scratch.get();
    try (LinuxSourceFile file = (LinuxSourceFile) directory.openFile(entry)) {
      Scratch.Block block = scratch.data();
      long length = Libc.PREAD.call(scratch, file.descriptor(), block.address, SIZE, 0, 0, 0);
      check(length, directory, entry);
      return block.bytes((int) length);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void check(long result, LinuxDirectory directory, Name entry)
      throws FileSystemException {
    if (result < 0) {
      throw Errno.exception(result, directory.path(entry));
    }
  }
}
