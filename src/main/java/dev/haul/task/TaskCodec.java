package dev.haul.task;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as bytes, so that they can run in another process.
 *
 * <p>What is read is checked as input: a name that is not one plain name, an unknown number, or
 * bytes left over are a {@link ProtocolException}. Directories are written as a root's number and
 * the names and identities below it.
 */
public final class TaskCodec {
  private static final int COPY_DIRECTORY = 1;
  private static final int COPY_FILES = 2;
  private static final int COPY_ENTRY = 3;
  private static final int LINK_FILE = 4;
  private static final int FINISH_DIRECTORY = 5;
  private static final int DELETE_ENTRY = 6;
  private static final int DELETE_DIRECTORY = 7;
  private static final int REMOVE_DIRECTORY = 8;
  private static final int MOVE_ENTRY = 9;
  private static final int MOVE_DIRECTORY = 10;
  private static final int FINISH_MOVE = 11;
  private static final int REMOVE_MOVED = 12;
  private static final int REMOVE_EMPTIED = 13;
  private static final int END_MOVE = 14;
  private static final int RENAME_DIRECTORY = 15;
  private static final int RENAME_ENTRIES = 16;
  private static final int MOST_ENTRIES = 1 << 20;

  private final TaskTable table;

  public TaskCodec(TaskTable table) {
    this.table = table;
  }

  public byte[] encode(Task task) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(task, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The task that {@code bytes} stand for. */
  public Task decode(byte[] bytes) throws ProtocolException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Task task = read(in);
      if (in.available() > 0) {
        throw new ProtocolException(in.available() + " bytes behind a task");
      }
      return task;
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      ProtocolException malformed = new ProtocolException("not a task: " + e.getMessage());
      malformed.initCause(e);
      throw malformed;
    }
  }

  private void write(Task task, DataOutputStream out) throws IOException {
    switch (task) {
      case CopyDirectory t -> {
        begin(COPY_DIRECTORY, t, out);
        writeDirectory(t.source(), out);
        writeNullable(t.sourceName(), out);
        writeDirectory(t.target(), out);
        writeNullable(t.targetName(), out);
        out.writeBoolean(t.fresh());
        out.writeLong(t.cursor());
      }
      case CopyFiles t -> {
        begin(COPY_FILES, t, out);
        writeDirectory(t.source(), out);
        writeDirectory(t.target(), out);
        out.writeBoolean(t.fresh());
        writeEntries(t.entries(), out);
      }
      case CopyEntry t -> {
        begin(COPY_ENTRY, t, out);
        writeDirectory(t.source(), out);
        writeName(t.name(), out);
        writeDirectory(t.target(), out);
        writeName(t.targetName(), out);
        out.writeBoolean(t.fresh());
        out.writeBoolean(t.alone());
      }
      case LinkFile t -> {
        begin(LINK_FILE, t, out);
        writeDirectory(t.existing(), out);
        writeName(t.existingName(), out);
        write(t.copy(), out);
      }
      case FinishDirectory t -> {
        begin(FINISH_DIRECTORY, t, out);
        writeDirectory(t.source(), out);
        writeDirectory(t.target(), out);
        out.writeBoolean(t.made());
      }
      case DeleteEntry t -> {
        begin(DELETE_ENTRY, t, out);
        writeDirectory(t.directory(), out);
        writeName(t.name(), out);
        out.writeBoolean(t.onlyDirectory());
      }
      case DeleteDirectory t -> {
        begin(DELETE_DIRECTORY, t, out);
        writeDirectory(t.parent(), out);
        writeName(t.name(), out);
        writeOpened(t.opened(), out);
        out.writeLong(t.cursor());
        out.writeInt(t.attempt());
      }
      case RemoveDirectory t -> {
        begin(REMOVE_DIRECTORY, t, out);
        writeDirectory(t.parent(), out);
        writeName(t.name(), out);
        writeDirectory(t.directory(), out);
        out.writeInt(t.attempt());
      }
      case MoveEntry t -> {
        begin(MOVE_ENTRY, t, out);
        writePair(t.source(), t.name(), t.target(), t.targetName(), out);
      }
      case MoveDirectory t -> {
        begin(MOVE_DIRECTORY, t, out);
        writePair(t.source(), t.name(), t.target(), t.targetName(), out);
        writeOpened(t.sourceOpened(), out);
        writeOpened(t.targetOpened(), out);
        out.writeLong(t.cursor());
      }
      case FinishMove t -> {
        begin(FINISH_MOVE, t, out);
        writePair(t.source(), t.name(), t.target(), t.targetName(), out);
        writeNullable(t.note(), out);
        writeNullable(t.changed(), out);
        out.writeBoolean(t.goesOn());
      }
      case RemoveMoved t -> {
        begin(REMOVE_MOVED, t, out);
        writePair(t.source(), t.name(), t.target(), t.targetName(), out);
        writeOpened(t.sourceOpened(), out);
        writeOpened(t.targetOpened(), out);
        out.writeLong(t.cursor());
        writeNullable(t.begun(), out);
      }
      case RemoveEmptied t -> {
        begin(REMOVE_EMPTIED, t, out);
        writeDirectory(t.parent(), out);
        writeName(t.name(), out);
        writeDirectory(t.directory(), out);
      }
      case EndMove t -> {
        begin(END_MOVE, t, out);
        writeDirectory(t.target(), out);
        writeName(t.targetName(), out);
      }
      case RenameDirectory t -> {
        begin(RENAME_DIRECTORY, t, out);
        out.writeInt(t.index());
        writeDirectory(t.directory(), out);
      }
      case RenameEntries t -> {
        begin(RENAME_ENTRIES, t, out);
        out.writeInt(t.index());
        writeDirectory(t.directory(), out);
        out.writeInt(t.position());
      }
    }
  }

  private static void begin(int kind, Task task, DataOutputStream out) throws IOException {
    out.writeByte(kind);
    out.writeInt(task.job().id());
  }

  private Task read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    Job job = table.job(in.readInt());
    return switch (job) {
      case CopyJob copy -> read(kind, copy, in);
      case DeleteJob delete -> read(kind, delete, in);
      case MoveJob move -> read(kind, move, in);
      case RenameJob rename -> read(kind, rename, in);
    };
  }

  private Task read(int kind, CopyJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case COPY_DIRECTORY ->
          new CopyDirectory(
              job,
              readDirectory(in),
              readNullable(in),
              readDirectory(in),
              readNullable(in),
              in.readBoolean(),
              in.readLong());
      case COPY_FILES ->
          new CopyFiles(
              job, readDirectory(in), readDirectory(in), in.readBoolean(), readEntries(in));
      case COPY_ENTRY ->
          new CopyEntry(
              job,
              readDirectory(in),
              readName(in),
              readDirectory(in),
              readName(in),
              in.readBoolean(),
              in.readBoolean());
      case LINK_FILE -> new LinkFile(readDirectory(in), readName(in), readCopyEntry(in));
      case FINISH_DIRECTORY ->
          new FinishDirectory(job, readDirectory(in), readDirectory(in), in.readBoolean());
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, DeleteJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case DELETE_ENTRY -> new DeleteEntry(job, readDirectory(in), readName(in), in.readBoolean());
      case DELETE_DIRECTORY ->
          new DeleteDirectory(
              job, readDirectory(in), readName(in), readOpened(in), in.readLong(), in.readInt());
      case REMOVE_DIRECTORY ->
          new RemoveDirectory(
              job, readDirectory(in), readName(in), readDirectory(in), in.readInt());
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, MoveJob job, DataInputStream in) throws IOException {
    if (kind == REMOVE_EMPTIED) {
      return new RemoveEmptied(job, readDirectory(in), readName(in), readDirectory(in));
    }
    if (kind == END_MOVE) {
      return new EndMove(job, readDirectory(in), readName(in));
    }
    DirectoryRef source = readDirectory(in);
    Name name = readName(in);
    DirectoryRef target = readDirectory(in);
    Name targetName = readName(in);
    return switch (kind) {
      case MOVE_ENTRY -> new MoveEntry(job, source, name, target, targetName);
      case MOVE_DIRECTORY -> {
        DirectoryRef opened = readOpened(in);
        yield new MoveDirectory(
            job, source, name, opened, target, targetName, readOpened(in), in.readLong());
      }
      case FINISH_MOVE ->
          new FinishMove(
              job,
              source,
              name,
              target,
              targetName,
              readNullable(in),
              readNullableInstant(in),
              in.readBoolean());
      case REMOVE_MOVED -> {
        DirectoryRef opened = readOpened(in);
        yield new RemoveMoved(
            job,
            source,
            name,
            opened,
            target,
            targetName,
            readOpened(in),
            in.readLong(),
            readNullableInstant(in));
      }
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, RenameJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case RENAME_DIRECTORY -> new RenameDirectory(job, readIndex(job, in), readDirectory(in));
      case RENAME_ENTRIES ->
          new RenameEntries(job, readIndex(job, in), readDirectory(in), in.readInt());
      default -> throw unknown(kind);
    };
  }

  private static void writePair(
      DirectoryRef source, Name name, DirectoryRef target, Name targetName, DataOutputStream out)
      throws IOException {
    writeDirectory(source, out);
    writeName(name, out);
    writeDirectory(target, out);
    writeName(targetName, out);
  }

  private static void writeOpened(@Nullable DirectoryRef directory, DataOutputStream out)
      throws IOException {
    out.writeBoolean(directory != null);
    if (directory != null) {
      writeDirectory(directory, out);
    }
  }

  private @Nullable DirectoryRef readOpened(DataInputStream in) throws IOException {
    return in.readBoolean() ? readDirectory(in) : null;
  }

  private static void writeNullable(@Nullable Instant instant, DataOutputStream out)
      throws IOException {
    out.writeBoolean(instant != null);
    if (instant != null) {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  private static @Nullable Instant readNullableInstant(DataInputStream in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }

  private static int readIndex(RenameJob job, DataInputStream in) throws IOException {
    int index = in.readInt();
    if (index < 0 || index >= job.rename().directories().size()) {
      throw new ProtocolException("no directory of the job has the number " + index);
    }
    return index;
  }

  private static ProtocolException unknown(int kind) {
    return new ProtocolException("no task of this job is of the kind " + kind);
  }

  private CopyEntry readCopyEntry(DataInputStream in) throws IOException {
    if (read(in) instanceof CopyEntry copy) {
      return copy;
    }
    throw new ProtocolException("a link that stands in for something else than a copy");
  }

  private static void writeDirectory(DirectoryRef directory, DataOutputStream out)
      throws IOException {
    out.writeInt(directory.root().id());
    out.writeInt(directory.depth());
    for (DirectoryRef ref : directory.chain()) {
      writeNullable(ref.name(), out);
      out.writeLong(ref.identity().device());
      out.writeLong(ref.identity().inode());
    }
  }

  private DirectoryRef readDirectory(DataInputStream in) throws IOException {
    DirectoryRef ref = table.root(in.readInt());
    for (int depth = in.readInt(); depth > 0; depth--) {
      Name name = readNullable(in);
      if (name == null) {
        throw new ProtocolException("a directory without a name");
      }
      ref = ref.child(name, new FileIdentity(in.readLong(), in.readLong()));
    }
    return ref;
  }

  private static void writeEntries(List<DirectoryEntry> entries, DataOutputStream out)
      throws IOException {
    out.writeInt(entries.size());
    for (DirectoryEntry entry : entries) {
      writeName(entry.name(), out);
      out.writeUTF(entry.type().name());
    }
  }

  private static List<DirectoryEntry> readEntries(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_ENTRIES) {
      throw new ProtocolException(count + " entries");
    }
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new DirectoryEntry(readName(in), FileType.valueOf(in.readUTF())));
    }
    return entries;
  }

  private static void writeName(Name name, DataOutputStream out) throws IOException {
    out.writeShort(name.bytes().length);
    out.write(name.bytes());
  }

  private static Name readName(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException("a name cut short");
    }
    return Name.of(bytes);
  }

  // No name has no bytes, so none stands for null.
  private static void writeNullable(@Nullable Name name, DataOutputStream out) throws IOException {
    if (name == null) {
      out.writeShort(0);
    } else {
      writeName(name, out);
    }
  }

  private static @Nullable Name readNullable(DataInputStream in) throws IOException {
    in.mark(Short.BYTES);
    if (in.readUnsignedShort() == 0) {
      return null;
    }
    in.reset();
    return readName(in);
  }
}
