package dev.haul.task;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as bytes, so that they can run in another process.
 *
 * <p>What is read is checked as input: a name that is not one plain name, an unknown number, or
 * bytes left over are a {@link ProtocolException}. Jobs are described once and then called by their
 * numbers, and directories are written as {@link DirectoryCodec} does. So a codec belongs to one
 * connection: what one has written has to be read by one other, in the same order.
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
  private static final int APPEND_SOURCE = 17;
  private static final int MOST_ENTRIES = 1 << 20;

  // What both sides know by its number; whoever mentions it first describes it.
  private final Map<Integer, Job> jobs = new HashMap<>();
  private final Set<Integer> jobsRead = new HashSet<>();
  private final DirectoryCodec directories = new DirectoryCodec();

  /** Jobs that the other side has been told of, or has told of. */
  public int knownJobs() {
    return jobs.size();
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
      throw malformed("a task", e);
    }
  }

  static ProtocolException malformed(String expected, Exception error) {
    ProtocolException malformed =
        new ProtocolException("not " + expected + ": " + error.getMessage());
    malformed.initCause(error);
    return malformed;
  }

  /** Writes one of many tasks. */
  public void write(Task task, DataOutputStream out) throws IOException {
    switch (task) {
      case CopyDirectory t -> {
        begin(COPY_DIRECTORY, t, out);
        directories.write(t.source(), out);
        Names.writeNullable(t.sourceName(), out);
        directories.write(t.target(), out);
        Names.writeNullable(t.targetName(), out);
        out.writeBoolean(t.fresh());
        out.writeLong(t.cursor());
      }
      case CopyFiles t -> {
        begin(COPY_FILES, t, out);
        directories.write(t.source(), out);
        directories.write(t.target(), out);
        out.writeBoolean(t.fresh());
        writeEntries(t.entries(), out);
      }
      case CopyEntry t -> {
        begin(COPY_ENTRY, t, out);
        directories.write(t.source(), out);
        Names.writeName(t.name(), out);
        directories.write(t.target(), out);
        Names.writeName(t.targetName(), out);
        out.writeBoolean(t.fresh());
        out.writeBoolean(t.alone());
      }
      case LinkFile t -> {
        begin(LINK_FILE, t, out);
        directories.write(t.existing(), out);
        Names.writeName(t.existingName(), out);
        write(t.copy(), out);
      }
      case FinishDirectory t -> {
        begin(FINISH_DIRECTORY, t, out);
        directories.write(t.source(), out);
        directories.write(t.target(), out);
        out.writeBoolean(t.made());
        out.writeBoolean(t.complete());
      }
      case DeleteEntry t -> {
        begin(DELETE_ENTRY, t, out);
        directories.write(t.directory(), out);
        Names.writeName(t.name(), out);
        out.writeBoolean(t.onlyDirectory());
      }
      case DeleteDirectory t -> {
        begin(DELETE_DIRECTORY, t, out);
        directories.write(t.parent(), out);
        Names.writeName(t.name(), out);
        writeOpened(t.opened(), out);
        out.writeLong(t.cursor());
        out.writeInt(t.attempt());
      }
      case RemoveDirectory t -> {
        begin(REMOVE_DIRECTORY, t, out);
        directories.write(t.parent(), out);
        Names.writeName(t.name(), out);
        directories.write(t.directory(), out);
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
        Names.writeNullable(t.note(), out);
        writeInstant(t.changed(), out);
        out.writeBoolean(t.goesOn());
      }
      case RemoveMoved t -> {
        begin(REMOVE_MOVED, t, out);
        writePair(t.source(), t.name(), t.target(), t.targetName(), out);
        writeOpened(t.sourceOpened(), out);
        writeOpened(t.targetOpened(), out);
        out.writeLong(t.cursor());
        writeInstant(t.begun(), out);
      }
      case RemoveEmptied t -> {
        begin(REMOVE_EMPTIED, t, out);
        directories.write(t.parent(), out);
        Names.writeName(t.name(), out);
        directories.write(t.directory(), out);
      }
      case EndMove t -> {
        begin(END_MOVE, t, out);
        directories.write(t.target(), out);
        Names.writeName(t.targetName(), out);
      }
      case RenameDirectory t -> {
        begin(RENAME_DIRECTORY, t, out);
        out.writeInt(t.index());
        directories.write(t.directory(), out);
      }
      case RenameEntries t -> {
        begin(RENAME_ENTRIES, t, out);
        out.writeInt(t.index());
        directories.write(t.directory(), out);
        out.writeInt(t.position());
      }
      case AppendSource t -> {
        begin(APPEND_SOURCE, t, out);
        directories.write(t.directory(), out);
        Names.writeName(t.name(), out);
        JobCodec.write(t.opened(), out);
        out.writeLong(t.begin());
        out.writeLong(t.added());
        out.writeLong(t.size());
      }
    }
  }

  private void begin(int kind, Task task, DataOutputStream out) throws IOException {
    Job job = task.job();
    out.writeByte(kind);
    out.writeInt(job.id());
    boolean first = jobs.putIfAbsent(job.id(), job) == null;
    out.writeBoolean(first);
    if (first) {
      JobCodec.write(job, out);
    }
  }

  private Job readJob(DataInputStream in) throws IOException {
    int id = in.readInt();
    if (in.readBoolean()) {
      Job job = JobCodec.read(in);
      if (job.id() != id || !jobsRead.add(id)) {
        throw new ProtocolException("job " + id + " is another one");
      }
      // Both sides may have described it at the same time: the jobs within a job are known to both.
      Job known = jobs.putIfAbsent(id, job);
      return known == null ? job : known;
    }
    Job job = jobs.get(id);
    if (job == null) {
      throw new ProtocolException("no job has the number " + id);
    }
    return job;
  }

  /**
   * Reads one of many.
   *
   * @throws ProtocolException if it is none
   */
  public Task read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    Job job = readJob(in);
    return switch (job) {
      case CopyJob copy -> read(kind, copy, in);
      case DeleteJob delete -> read(kind, delete, in);
      case MoveJob move -> read(kind, move, in);
      case RenameJob rename -> read(kind, rename, in);
      case AppendJob append -> read(kind, append, in);
    };
  }

  private Task read(int kind, CopyJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case COPY_DIRECTORY ->
          new CopyDirectory(
              job,
              directories.read(in),
              Names.readNullable(in),
              directories.read(in),
              Names.readNullable(in),
              in.readBoolean(),
              in.readLong());
      case COPY_FILES ->
          new CopyFiles(
              job, directories.read(in), directories.read(in), in.readBoolean(), readEntries(in));
      case COPY_ENTRY ->
          new CopyEntry(
              job,
              directories.read(in),
              Names.readName(in),
              directories.read(in),
              Names.readName(in),
              in.readBoolean(),
              in.readBoolean());
      case LINK_FILE -> new LinkFile(directories.read(in), Names.readName(in), readCopyEntry(in));
      case FINISH_DIRECTORY ->
          new FinishDirectory(
              job, directories.read(in), directories.read(in), in.readBoolean(), in.readBoolean());
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, DeleteJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case DELETE_ENTRY ->
          new DeleteEntry(job, directories.read(in), Names.readName(in), in.readBoolean());
      case DELETE_DIRECTORY ->
          new DeleteDirectory(
              job,
              directories.read(in),
              Names.readName(in),
              readOpened(in),
              in.readLong(),
              in.readInt());
      case REMOVE_DIRECTORY ->
          new RemoveDirectory(
              job, directories.read(in), Names.readName(in), directories.read(in), in.readInt());
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, MoveJob job, DataInputStream in) throws IOException {
    if (kind == REMOVE_EMPTIED) {
      return new RemoveEmptied(job, directories.read(in), Names.readName(in), directories.read(in));
    }
    if (kind == END_MOVE) {
      return new EndMove(job, directories.read(in), Names.readName(in));
    }
    DirectoryRef source = directories.read(in);
    Name name = Names.readName(in);
    DirectoryRef target = directories.read(in);
    Name targetName = Names.readName(in);
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
              Names.readNullable(in),
              readInstant(in),
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
            readInstant(in));
      }
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, RenameJob job, DataInputStream in) throws IOException {
    return switch (kind) {
      case RENAME_DIRECTORY -> new RenameDirectory(job, readIndex(job, in), directories.read(in));
      case RENAME_ENTRIES ->
          new RenameEntries(job, readIndex(job, in), directories.read(in), in.readInt());
      default -> throw unknown(kind);
    };
  }

  private Task read(int kind, AppendJob job, DataInputStream in) throws IOException {
    if (kind != APPEND_SOURCE) {
      throw unknown(kind);
    }
    return new AppendSource(
        job,
        directories.read(in),
        Names.readName(in),
        JobCodec.readIdentity(in),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private void writePair(
      DirectoryRef source, Name name, DirectoryRef target, Name targetName, DataOutputStream out)
      throws IOException {
    directories.write(source, out);
    Names.writeName(name, out);
    directories.write(target, out);
    Names.writeName(targetName, out);
  }

  private void writeOpened(@Nullable DirectoryRef directory, DataOutputStream out)
      throws IOException {
    out.writeBoolean(directory != null);
    if (directory != null) {
      directories.write(directory, out);
    }
  }

  private @Nullable DirectoryRef readOpened(DataInputStream in) throws IOException {
    return in.readBoolean() ? directories.read(in) : null;
  }

  private static void writeInstant(@Nullable Instant instant, DataOutputStream out)
      throws IOException {
    out.writeBoolean(instant != null);
    if (instant != null) {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  private static @Nullable Instant readInstant(DataInputStream in) throws IOException {
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

  CopyEntry readCopyEntry(DataInputStream in) throws IOException {
    // Asked before it is read: links of links would go on for ever.
    int kind = in.readUnsignedByte();
    if (kind == COPY_ENTRY
        && readJob(in) instanceof CopyJob job
        && read(kind, job, in) instanceof CopyEntry copy) {
      return copy;
    }
    throw new ProtocolException("a link that stands in for something else than a copy");
  }

  private static void writeEntries(List<DirectoryEntry> entries, DataOutputStream out)
      throws IOException {
    out.writeInt(entries.size());
    for (DirectoryEntry entry : entries) {
      Names.writeName(entry.name(), out);
      Enums.write(entry.type(), out);
    }
  }

  private static List<DirectoryEntry> readEntries(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_ENTRIES) {
      throw new ProtocolException(count + " entries");
    }
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new DirectoryEntry(Names.readName(in), Enums.read(FileType.values(), in)));
    }
    return entries;
  }
}
