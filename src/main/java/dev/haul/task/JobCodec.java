package dev.haul.task;

import dev.haul.AppendOptions;
import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.DeleteOptions;
import dev.haul.DirectoryRenames;
import dev.haul.Durability;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.ModeChange;
import dev.haul.MoveOptions;
import dev.haul.Ownership;
import dev.haul.RecordFormat;
import dev.haul.Reflink;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.Sparse;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.task.CopyJob.Purpose;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs as bytes: what a process has to know before it can run tasks of one. */
public final class JobCodec {
  private static final int COPY = 1;
  private static final int DELETE = 2;
  private static final int MOVE = 3;
  private static final int RENAME = 4;
  private static final int APPEND = 5;

  private JobCodec() {}

  public static void write(Job job, DataOutputStream out) throws IOException {
    switch (job) {
      case CopyJob copy -> {
        out.writeByte(COPY);
        write(copy, out);
      }
      case DeleteJob delete -> {
        out.writeByte(DELETE);
        write(delete, out);
      }
      case MoveJob move -> {
        out.writeByte(MOVE);
        write(move, out);
      }
      case RenameJob rename -> {
        out.writeByte(RENAME);
        write(rename, out);
      }
      case AppendJob append -> {
        out.writeByte(APPEND);
        write(append, out);
      }
    }
  }

  /**
   * Reads what {@link #write(Job, DataOutputStream)} wrote.
   *
   * @throws ProtocolException if it is anything else
   */
  public static Job read(DataInputStream in) throws IOException {
    try {
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case COPY -> readCopy(in);
        case DELETE -> readDelete(in);
        case MOVE -> readMove(in);
        case RENAME -> readRename(in);
        case APPEND -> readAppend(in);
        default -> throw new ProtocolException("no job is of the kind " + kind);
      };
    } catch (IllegalArgumentException e) {
      throw TaskCodec.malformed("a job", e);
    }
  }

  private static void write(CopyJob job, DataOutputStream out) throws IOException {
    out.writeInt(job.id());
    out.writeInt(job.linkScope());
    out.writeInt(job.operandDepth());
    out.writeBoolean(job.detailed());
    Enums.write(job.purpose(), out);
    write(job.options(), out);
  }

  private static CopyJob readCopy(DataInputStream in) throws IOException {
    int id = in.readInt();
    int linkScope = in.readInt();
    int operandDepth = in.readInt();
    boolean detailed = in.readBoolean();
    Purpose purpose = Enums.read(Purpose.values(), in);
    return new CopyJob(id, linkScope, operandDepth, detailed, readCopyOptions(in), purpose);
  }

  private static void write(CopyOptions options, DataOutputStream out) throws IOException {
    Enums.write(options.ifExists(), out);
    Enums.writeAll(options.keep(), out);
    Texts.write(options.chmod().toString(), out);
    out.writeInt(options.chown().owner());
    out.writeInt(options.chown().group());
    Enums.write(options.durability(), out);
    Enums.write(options.reflink(), out);
    Enums.write(options.sparse(), out);
    write(options.filter(), out);
    out.writeBoolean(options.special());
    out.writeBoolean(options.oneFileSystem());
    out.writeBoolean(options.verify());
    out.writeBoolean(options.dryRun());
    out.writeBoolean(options.failFast());
    out.writeInt(options.retries());
    Texts.write(options.backupSuffix(), out);
  }

  private static CopyOptions readCopyOptions(DataInputStream in) throws IOException {
    return new CopyOptions(
        Enums.read(ConflictPolicy.values(), in),
        readAttributes(in),
        readModeChange(in),
        new Ownership(in.readInt(), in.readInt()),
        Enums.read(Durability.values(), in),
        Enums.read(Reflink.values(), in),
        Enums.read(Sparse.values(), in),
        readFilter(in),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readInt(),
        Texts.read(in));
  }

  private static ModeChange readModeChange(DataInputStream in) throws IOException {
    String text = Texts.read(in);
    return text.isEmpty() ? ModeChange.NONE : ModeChange.parse(text);
  }

  private static Set<Attribute> readAttributes(DataInputStream in) throws IOException {
    Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
    Enums.readAll(Attribute.values(), attributes, in);
    return attributes;
  }

  private static void write(EntryFilter filter, DataOutputStream out) throws IOException {
    write(filter.includes(), out);
    write(filter.excludes(), out);
    List<String> paths = filter.paths();
    out.writeBoolean(paths != null);
    if (paths != null) {
      write(paths, out);
    }
  }

  private static EntryFilter readFilter(DataInputStream in) throws IOException {
    EntryFilter filter = EntryFilter.of(readTexts(in), readTexts(in));
    return in.readBoolean() ? filter.narrowedTo(readTexts(in)) : filter;
  }

  private static void write(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      Texts.write(text, out);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(Texts.read(in));
    }
    return texts;
  }

  private static void write(DeleteJob job, DataOutputStream out) throws IOException {
    out.writeInt(job.id());
    out.writeInt(job.operandDepth());
    out.writeBoolean(job.detailed());
    DeleteOptions options = job.options();
    out.writeBoolean(options.recursive());
    write(options.filter(), out);
    out.writeBoolean(options.oneFileSystem());
    out.writeBoolean(options.dryRun());
    out.writeBoolean(options.failFast());
    out.writeInt(options.retries());
  }

  private static DeleteJob readDelete(DataInputStream in) throws IOException {
    int id = in.readInt();
    int operandDepth = in.readInt();
    boolean detailed = in.readBoolean();
    DeleteOptions options =
        new DeleteOptions(
            in.readBoolean(),
            readFilter(in),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readInt());
    return new DeleteJob(id, operandDepth, detailed, options);
  }

  private static void write(MoveJob job, DataOutputStream out) throws IOException {
    out.writeInt(job.id());
    out.writeBoolean(job.detailed());
    MoveOptions options = job.options();
    Enums.write(options.ifExists(), out);
    out.writeBoolean(options.merge());
    out.writeBoolean(options.verify());
    out.writeBoolean(options.dryRun());
    out.writeBoolean(options.failFast());
    out.writeInt(options.retries());
    Texts.write(options.backupSuffix(), out);
    write(job.files(), out);
    write(job.trees(), out);
    write(job.treesAgain(), out);
    write(job.merges(), out);
  }

  private static MoveJob readMove(DataInputStream in) throws IOException {
    int id = in.readInt();
    boolean detailed = in.readBoolean();
    MoveOptions options =
        new MoveOptions(
            Enums.read(ConflictPolicy.values(), in),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readInt(),
            Texts.read(in));
    return new MoveJob(
        id, detailed, options, readCopy(in), readCopy(in), readCopy(in), readCopy(in));
  }

  private static void write(RenameJob job, DataOutputStream out) throws IOException {
    out.writeInt(job.id());
    out.writeBoolean(job.detailed());
    Rename rename = job.rename();
    Texts.write(rename.directory().toString(), out);
    out.writeBoolean(rename.options().dryRun());
    out.writeBoolean(rename.options().failFast());
    out.writeInt(rename.options().retries());
    out.writeInt(rename.directories().size());
    for (DirectoryRenames directory : rename.directories()) {
      write(directory, out);
    }
  }

  private static RenameJob readRename(DataInputStream in) throws IOException {
    int id = in.readInt();
    boolean detailed = in.readBoolean();
    Location location = Location.parse(Texts.read(in));
    RenameOptions options = new RenameOptions(in.readBoolean(), in.readBoolean(), in.readInt());
    List<DirectoryRenames> directories = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      directories.add(readDirectory(in));
    }
    return new RenameJob(id, detailed, new Rename(location, directories, options));
  }

  private static void write(AppendJob job, DataOutputStream out) throws IOException {
    out.writeInt(job.id());
    out.writeBoolean(job.detailed());
    Texts.write(job.target().toString(), out);
    Texts.write(job.records().toString(), out);
    AppendOptions options = job.options();
    Enums.write(options.locking(), out);
    out.writeLong(options.lockTimeout().toMillis());
    Enums.write(options.durability(), out);
    out.writeBoolean(options.create());
    out.writeInt(options.mode());
  }

  private static AppendJob readAppend(DataInputStream in) throws IOException {
    int id = in.readInt();
    boolean detailed = in.readBoolean();
    Location target = Location.parse(Texts.read(in));
    RecordFormat records = RecordFormat.parse(Texts.read(in));
    AppendOptions options =
        new AppendOptions(
            Enums.read(Locking.values(), in),
            Duration.ofMillis(in.readLong()),
            Enums.read(Durability.values(), in),
            in.readBoolean(),
            in.readInt());
    return new AppendJob(id, detailed, target, records, options);
  }

  private static void write(DirectoryRenames directory, DataOutputStream out) throws IOException {
    out.writeInt(directory.parent());
    Names.writeNullable(directory.name(), out);
    write(directory.identity(), out);
    write(out, directory.steps());
    out.writeInt(directory.cycles().size());
    for (RenameCycle cycle : directory.cycles()) {
      Names.writeName(cycle.parking(), out);
      write(out, cycle.steps());
    }
  }

  private static DirectoryRenames readDirectory(DataInputStream in) throws IOException {
    int parent = in.readInt();
    Name name = Names.readNullable(in);
    FileIdentity identity = readIdentity(in);
    List<RenameStep> steps = readSteps(in);
    List<RenameCycle> cycles = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      cycles.add(new RenameCycle(Names.readName(in), readSteps(in)));
    }
    return new DirectoryRenames(parent, name, identity, steps, cycles);
  }

  private static void write(DataOutputStream out, List<RenameStep> steps) throws IOException {
    out.writeInt(steps.size());
    for (RenameStep step : steps) {
      Names.writeName(step.from(), out);
      Names.writeName(step.to(), out);
      write(step.identity(), out);
      out.writeLong(step.born());
    }
  }

  private static List<RenameStep> readSteps(DataInputStream in) throws IOException {
    List<RenameStep> steps = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      steps.add(
          new RenameStep(Names.readName(in), Names.readName(in), readIdentity(in), in.readLong()));
    }
    return steps;
  }

  static void write(@Nullable FileIdentity identity, DataOutputStream out) throws IOException {
    out.writeBoolean(identity != null);
    if (identity != null) {
      out.writeLong(identity.device());
      out.writeLong(identity.inode());
    }
  }

  static @Nullable FileIdentity readIdentity(DataInputStream in) throws IOException {
    return in.readBoolean() ? Names.readIdentity(in) : null;
  }
}
