package dev.haul.task;

import dev.haul.Location;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as bytes, so that they can run in another process.
 *
 * <p>What is read is checked as input: a name that is not one plain name, an unknown number, or
 * bytes left over are a {@link ProtocolException}. Directories are written as a root's number and
 * the names and identities below it, as far as they differ from the directory before: in a deep
 * tree that is one name instead of thousands. So a codec belongs to one connection: what one has
 * written has to be read by one other, in the same order.
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

  // What both sides know by its number; whoever mentions it first describes it.
  private final Map<Integer, Job> jobs = new HashMap<>();
  private final Set<Integer> jobsRead = new HashSet<>();
  private final Map<Integer, DirectoryRef> roots = new HashMap<>();

  private final Map<Integer, DirectoryRef> lastWritten = new HashMap<>();
  private final Map<Integer, DirectoryRef> lastRead = new HashMap<>();

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

  private void writePair(
      DirectoryRef source, Name name, DirectoryRef target, Name targetName, DataOutputStream out)
      throws IOException {
    writeDirectory(source, out);
    writeName(name, out);
    writeDirectory(target, out);
    writeName(targetName, out);
  }

  private void writeOpened(@Nullable DirectoryRef directory, DataOutputStream out)
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

  private void writeDirectory(DirectoryRef directory, DataOutputStream out) throws IOException {
    int root = directory.root().id();
    DirectoryRef last = lastWritten.put(root, directory);
    int shared = last == null ? 0 : sharedDepth(last, directory);
    writeRoot(directory, out);
    out.writeInt(shared);
    out.writeInt(directory.depth() - shared);
    if (shared < directory.depth()) {
      for (DirectoryRef ref : directory.chain().subList(shared, directory.depth())) {
        writeNullable(ref.name(), out);
        out.writeLong(ref.identity().device());
        out.writeLong(ref.identity().inode());
      }
    }
  }

  private void writeRoot(DirectoryRef directory, DataOutputStream out) throws IOException {
    Root root = directory.root();
    DirectoryRef top = ancestor(directory, 0);
    out.writeInt(root.id());
    boolean first = roots.putIfAbsent(root.id(), top) == null;
    out.writeBoolean(first);
    if (first) {
      Texts.write(root.location().toString(), out);
      Enums.write(root.kind(), out);
      out.writeLong(top.identity().device());
      out.writeLong(top.identity().inode());
    }
  }

  private DirectoryRef readRoot(DataInputStream in) throws IOException {
    int id = in.readInt();
    if (in.readBoolean()) {
      Location location = Location.parse(Texts.read(in));
      Root root = new Root(id, location, Enums.read(Root.Kind.values(), in));
      DirectoryRef top = DirectoryRef.root(root, readIdentity(in));
      if (roots.putIfAbsent(id, top) != null) {
        throw new ProtocolException("root " + id + " is another one");
      }
      return top;
    }
    DirectoryRef top = roots.get(id);
    if (top == null) {
      throw new ProtocolException("no root has the number " + id);
    }
    return top;
  }

  private static int sharedDepth(DirectoryRef one, DirectoryRef other) {
    int depth = Math.min(one.depth(), other.depth());
    DirectoryRef a = ancestor(one, depth);
    DirectoryRef b = ancestor(other, depth);
    int shared = depth;
    while (depth > 0 && !a.equals(b)) {
      if (!a.identity().equals(b.identity()) || !Objects.equals(a.name(), b.name())) {
        shared = depth - 1;
      }
      depth--;
      a = ancestor(a, depth);
      b = ancestor(b, depth);
    }
    return shared;
  }

  private static DirectoryRef ancestor(DirectoryRef of, int depth) {
    DirectoryRef ref = of;
    for (DirectoryRef up = ref.parent(); up != null && ref.depth() > depth; up = ref.parent()) {
      ref = up;
    }
    return ref;
  }

  private DirectoryRef readDirectory(DataInputStream in) throws IOException {
    DirectoryRef top = readRoot(in);
    DirectoryRef last = lastRead.getOrDefault(top.root().id(), top);
    int shared = in.readInt();
    if (shared < 0 || shared > last.depth()) {
      throw new ProtocolException("below a directory that was not there");
    }
    DirectoryRef ref = ancestor(last, shared);
    for (int left = in.readInt(); left > 0; left--) {
      Name name = readNullable(in);
      if (name == null) {
        throw new ProtocolException("a directory without a name");
      }
      ref = ref.child(name, readIdentity(in));
    }
    lastRead.put(top.root().id(), ref);
    return ref;
  }

  static FileIdentity readIdentity(DataInputStream in) throws IOException {
    return new FileIdentity(in.readLong(), in.readLong());
  }

  private static void writeEntries(List<DirectoryEntry> entries, DataOutputStream out)
      throws IOException {
    out.writeInt(entries.size());
    for (DirectoryEntry entry : entries) {
      writeName(entry.name(), out);
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
      entries.add(new DirectoryEntry(readName(in), Enums.read(FileType.values(), in)));
    }
    return entries;
  }

  static void writeName(Name name, DataOutputStream out) throws IOException {
    out.writeShort(name.bytes().length);
    out.write(name.bytes());
  }

  static Name readName(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException("a name cut short");
    }
    return Name.of(bytes);
  }

  // No name has no bytes, so none stands for null.
  static void writeNullable(@Nullable Name name, DataOutputStream out) throws IOException {
    if (name == null) {
      out.writeShort(0);
    } else {
      writeName(name, out);
    }
  }

  static @Nullable Name readNullable(DataInputStream in) throws IOException {
    in.mark(Short.BYTES);
    if (in.readUnsignedShort() == 0) {
      return null;
    }
    in.reset();
    return readName(in);
  }
}
