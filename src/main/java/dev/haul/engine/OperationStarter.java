package dev.haul.engine;

import dev.haul.Append;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Delete;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Move;
import dev.haul.Operation;
import dev.haul.Rename;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.EntryBatch;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.task.AppendJob;
import dev.haul.task.AppendSource;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyJob;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.DeleteEntry;
import dev.haul.task.DeleteJob;
import dev.haul.task.MoveEntry;
import dev.haul.task.MoveJob;
import dev.haul.task.RenameDirectory;
import dev.haul.task.RenameJob;
import dev.haul.task.Task;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Resolves the operands of one run's operations and makes their first tasks. */
final class OperationStarter {
  private static final AtomicInteger JOBS = new AtomicInteger();

  private final RootTable roots;
  private final int linkScope;
  private final boolean detailed;

  OperationStarter(DirectoryCache directories, int linkScope, boolean detailed) {
    this.roots = new RootTable(directories);
    this.linkScope = linkScope;
    this.detailed = detailed;
  }

  Task firstTask(Operation operation) throws IOException {
    // Not a switch over types: the JVM would make a class for it at each start.
    if (operation instanceof Copy copy) {
      return firstTask(copy);
    }
    if (operation instanceof Delete delete) {
      return firstTask(delete);
    }
    if (operation instanceof Move move) {
      return firstTask(move);
    }
    if (operation instanceof Rename rename) {
      return firstTask(rename);
    }
    if (operation instanceof Append append) {
      return firstTask(append);
    }
    throw new IllegalArgumentException("no task begins " + operation);
  }

  private Task firstTask(Copy copy) throws IOException {
    Root.Kind kind = Roots.kindFor(List.of(copy.source(), copy.target()));
    Name name = nameToLookUp(copy.source());
    DirectoryRef source =
        roots.resolve(name == null ? copy.source() : copy.source().parent(), kind);
    Name targetName = copy.target().name();
    DirectoryRef target =
        roots.resolve(targetName == null ? copy.target() : copy.target().parent(), kind);
    CopyJob job =
        new CopyJob(
            JOBS.incrementAndGet(),
            linkScope,
            name == null ? 0 : 1,
            detailed,
            copy.options(),
            Purpose.COPY);
    if (name == null) {
      return new CopyDirectory(job, source, null, target, targetName, false, EntryBatch.START);
    }
    if (targetName == null) {
      // "/" or "." has no name to give: only a directory can be copied onto it.
      return new CopyDirectory(job, source, name, target, null, false, EntryBatch.START);
    }
    return new CopyEntry(job, source, name, target, targetName, false, false);
  }

  private Task firstTask(Delete delete) throws IOException {
    Name name = delete.source().name();
    if (name == null) {
      throw new FileSystemException(
          delete.source().toString(), null, "has no name to be deleted by");
    }
    Root.Kind kind = Roots.kindFor(List.of(delete.source()));
    DirectoryRef directory = roots.resolve(delete.source().parent(), kind);
    DeleteJob job = new DeleteJob(JOBS.incrementAndGet(), 1, detailed, delete.options());
    return new DeleteEntry(job, directory, name, delete.source().endsWithSlash());
  }

  private Task firstTask(Move move) throws IOException {
    Name name = nameToMove(move.source());
    Name targetName = nameToMove(move.target());
    Root.Kind kind = Roots.kindFor(List.of(move.source(), move.target()));
    DirectoryRef source = roots.resolve(move.source().parent(), kind);
    DirectoryRef target = roots.resolve(move.target().parent(), kind);
    boolean linux = kind == Root.Kind.LINUX;
    Durability ofTrees = linux ? Durability.NONE : Durability.FULL;
    MoveJob job =
        new MoveJob(
            JOBS.incrementAndGet(),
            detailed,
            move.options(),
            copying(move, Durability.FULL, Purpose.MERGE),
            // Elsewhere nobody could tell what is unfinished.
            copying(move, ofTrees, linux ? Purpose.MOVE : Purpose.MERGE),
            copying(move, ofTrees, Purpose.MOVE_AGAIN),
            copying(move, ofTrees, Purpose.MERGE));
    return new MoveEntry(job, source, name, target, targetName);
  }

  private CopyJob copying(Move move, Durability durability, Purpose purpose) {
    CopyOptions options = move.options().copyOptions(durability);
    return new CopyJob(JOBS.incrementAndGet(), linkScope, 1, detailed, options, purpose);
  }

  private static Name nameToMove(Location location) throws IOException {
    Name name = location.name();
    if (name == null) {
      throw new FileSystemException(location.toString(), null, "has no name to be moved by");
    }
    return name;
  }

  private Task firstTask(Rename rename) throws IOException {
    DirectoryRef directory =
        roots.resolve(rename.directory(), Roots.kindFor(List.of(rename.directory())));
    FileIdentity expected = rename.directories().getFirst().identity();
    if (expected != null && !expected.equals(directory.identity())) {
      throw new FileSystemException(
          rename.directory().toString(), null, "another directory has taken its place");
    }
    return new RenameDirectory(
        new RenameJob(JOBS.incrementAndGet(), detailed, rename), 0, directory);
  }

  private Task firstTask(Append append) throws IOException {
    // Each in its own way: the target is opened by whoever appends.
    Location target =
        roots.forAllProcesses(append.target(), Roots.kindFor(List.of(append.target())));
    Root.Kind kind = Roots.kindFor(List.of(append.source()));
    Location source = roots.followed(append.source(), kind);
    Name name = nameToLookUp(source);
    if (name == null) {
      throw new FileSystemException(append.source().toString(), null, "Is a directory");
    }
    AppendJob job =
        new AppendJob(JOBS.incrementAndGet(), detailed, target, append.records(), append.options());
    return AppendSource.all(job, roots.resolve(source.parent(), kind), name);
  }

  // With a trailing slash the operand is the directory itself, found by following a final link.
  private static @Nullable Name nameToLookUp(Location source) {
    return source.endsWithSlash() ? null : source.name();
  }
}
