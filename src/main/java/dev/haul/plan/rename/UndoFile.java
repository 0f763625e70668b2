package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan on the disk, so that it can be taken back however far it got.
 *
 * <p>The whole of it is written, and made durable with its name, before the first entry is renamed.
 * So nothing has to be written as the work goes on, and whoever reads it afterwards has to look
 * what was done: each file is known by its device and inode, and is under its old name, its new
 * one, or the one it waits under in a cycle.
 *
 * <p>The format is text, in {@link UndoRecord}s:
 *
 * <pre>
 * haul-undo  1
 * root       DEVICE INODE PATH           a directory by its absolute path, and directory 0
 * directory  PARENT DEVICE INODE NAME    one that lies in it, numbered from 1
 * rename     NUMBER DEVICE INODE OLD NEW BORN
 *                                        in the directory of that number; when it was made, if that
 *                                        is known: haul did not write that always
 * cycle      NUMBER COUNT NAME           so many renames follow; the first one waits under NAME
 * end        LINES
 * </pre>
 */
public final class UndoFile {
  private static final String HEAD = "haul-undo";
  private static final int VERSION = 1;
  private static final int BUFFER = 1 << 16;

  /**
   * What an undo file says.
   *
   * @param complete whether it has an end; if not, either it was never written to its end, and
   *     nothing had been renamed, or it was cut off later
   */
  public record Content(List<Rename> renames, boolean complete) {}

  private UndoFile() {}

  /**
   * Writes a plan, to a file that must not exist, and returns when it is on the disk.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file exists
   */
  public static void write(Path file, List<Rename> renames) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, mode)) {
      try {
        new Writer(channel).write(renames);
        channel.force(true);
        sync(Objects.requireNonNullElse(file.getParent(), file.getFileSystem().getPath("")));
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Reads an undo file. A last line that is torn is passed over.
   *
   * @throws ProtocolException if it is none, or damaged
   */
  public static Content read(Path file) throws IOException {
    return new Reader(Files.readAllBytes(file)).read();
  }

  /** Writes in portions. */
  private static final class Writer {
    private final FileChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * BUFFER);
    private long lines;

    Writer(FileChannel channel) {
      this.channel = channel;
    }

    void write(List<Rename> renames) throws IOException {
      line(HEAD, VERSION);
      for (Rename rename : renames) {
        write(rename);
      }
      line("end", lines);
      flush();
    }

    private void write(Rename rename) throws IOException {
      List<DirectoryRenames> directories = rename.directories();
      for (int i = 0; i < directories.size(); i++) {
        DirectoryRenames directory = directories.get(i);
        FileIdentity identity = known(directory.identity());
        Name name = directory.name();
        if (name == null) {
          Root root = new Root(0, rename.directory(), Roots.kindFor(List.of(rename.directory())));
          line("root", identity.device(), identity.inode(), AbsoluteLocation.of(root));
        } else {
          line("directory", directory.parent(), identity.device(), identity.inode(), name);
        }
        for (RenameStep step : directory.steps()) {
          write(i, step);
        }
        for (RenameCycle cycle : directory.cycles()) {
          line("cycle", i, cycle.steps().size(), cycle.parking());
          for (RenameStep step : cycle.steps()) {
            write(i, step);
          }
        }
      }
    }

    private void write(int directory, RenameStep step) throws IOException {
      FileIdentity identity = known(step.identity());
      long device = identity.device();
      long inode = identity.inode();
      line("rename", directory, device, inode, step.from(), step.to(), step.born());
    }

    private static FileIdentity known(@Nullable FileIdentity identity) {
      return Objects.requireNonNull(identity, "what is not known cannot be found again");
    }

    private void line(Object... fields) throws IOException {
      UndoRecord.write(buffer, fields);
      lines++;
      if (buffer.size() >= BUFFER) {
        flush();
      }
    }

    private void flush() throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      buffer.reset();
    }
  }

  /** Reads line by line, and believes nothing. */
  private static final class Reader {
    private final byte[] bytes;
    private final List<Rename> renames = new ArrayList<>();
    private final List<DirectoryUnderConstruction> directories = new ArrayList<>();
    private @Nullable Location root;
    private @Nullable CycleUnderConstruction cycle;
    private long lines;
    private boolean complete;

    private record DirectoryUnderConstruction(
        int parent,
        @Nullable Name name,
        FileIdentity identity,
        List<RenameStep> steps,
        List<CycleUnderConstruction> cycles) {
      DirectoryRenames renames() {
        List<RenameCycle> whole = new ArrayList<>();
        for (CycleUnderConstruction each : cycles) {
          if (!each.steps().isEmpty()) {
            whole.add(new RenameCycle(each.parking(), each.steps()));
          }
        }
        return new DirectoryRenames(parent, name, identity, steps, whole);
      }
    }

    private record CycleUnderConstruction(
        long directory, long count, Name parking, List<RenameStep> steps) {}

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    Content read() throws ProtocolException {
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          line(start, i);
          start = i + 1;
        }
      }
      if (complete && start < bytes.length) {
        throw new ProtocolException("something follows its end");
      }
      endRoot();
      return new Content(renames, complete);
    }

    private void line(int start, int end) throws ProtocolException {
      lines++;
      try {
        if (complete) {
          throw new ProtocolException("it follows the end");
        }
        UndoRecord line = UndoRecord.read(bytes, start, end);
        if (lines == 1) {
          head(line);
        } else {
          body(line);
        }
      } catch (ProtocolException | IllegalArgumentException e) {
        ProtocolException wrong = new ProtocolException("line " + lines + ": " + e.getMessage());
        wrong.initCause(e);
        throw wrong;
      }
    }

    private static void head(UndoRecord line) throws ProtocolException {
      if (!line.text().equals(HEAD)) {
        throw new ProtocolException("this is not an undo file");
      }
      long version = line.number();
      if (version != VERSION) {
        throw new ProtocolException("version " + version + " of the format is not known");
      }
    }

    private void body(UndoRecord line) throws ProtocolException {
      String kind = line.text();
      if (cycle != null && !kind.equals("rename")) {
        throw new ProtocolException("a cycle is not closed");
      }
      switch (kind) {
        case "root" -> root(line);
        case "directory" -> directory(line);
        case "rename" -> rename(line);
        case "cycle" -> cycle(line);
        case "end" -> {
          complete = line.number() == lines - 1;
          if (!complete) {
            throw new ProtocolException("lines are missing");
          }
        }
        default -> throw new ProtocolException("'" + kind + "' is not known");
      }
    }

    private void root(UndoRecord line) throws ProtocolException {
      endRoot();
      FileIdentity identity = new FileIdentity(line.number(), line.number());
      String path = line.text();
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        throw new ProtocolException("'" + path + "' is not an absolute path");
      }
      root = Location.parse(path);
      add(DirectoryRenames.NONE, null, identity);
    }

    private void endRoot() {
      if (root != null) {
        List<DirectoryRenames> all = new ArrayList<>();
        for (DirectoryUnderConstruction each : directories) {
          all.add(each.renames());
        }
        renames.add(new Rename(root, all, RenameOptions.defaults()));
        directories.clear();
        root = null;
      }
    }

    private void directory(UndoRecord line) throws ProtocolException {
      long number = line.number();
      at(number);
      FileIdentity identity = new FileIdentity(line.number(), line.number());
      add((int) number, line.name(), identity);
    }

    private void add(int parent, @Nullable Name name, FileIdentity identity) {
      directories.add(
          new DirectoryUnderConstruction(
              parent, name, identity, new ArrayList<>(), new ArrayList<>()));
    }

    private DirectoryUnderConstruction at(long number) throws ProtocolException {
      if (number < 0 || number >= directories.size()) {
        throw new ProtocolException("no directory has the number " + number);
      }
      return directories.get((int) number);
    }

    private void rename(UndoRecord line) throws ProtocolException {
      long number = line.number();
      FileIdentity identity = new FileIdentity(line.number(), line.number());
      Name from = line.name();
      Name to = line.name();
      RenameStep step = new RenameStep(from, to, identity, line.hasMore() ? line.number() : 0);
      CycleUnderConstruction open = cycle;
      if (open == null) {
        at(number).steps().add(step);
        return;
      }
      if (number != open.directory()) {
        throw new ProtocolException("a cycle goes through two directories");
      }
      open.steps().add(step);
      if (open.steps().size() == open.count()) {
        cycle = null;
      }
    }

    private void cycle(UndoRecord line) throws ProtocolException {
      long number = line.number();
      long count = line.number();
      if (count < 1) {
        throw new ProtocolException("a cycle of " + count);
      }
      CycleUnderConstruction begun =
          new CycleUnderConstruction(number, count, line.name(), new ArrayList<>());
      at(number).cycles().add(begun);
      cycle = begun;
    }
  }
}
