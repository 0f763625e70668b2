package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.engine.thread.ThreadEngine;
import dev.haul.fs.DirectoryRef;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyFiles;
import dev.haul.task.DeleteDirectory;
import dev.haul.task.DeleteEntry;
import dev.haul.task.EndMove;
import dev.haul.task.FinishDirectory;
import dev.haul.task.FinishMove;
import dev.haul.task.LinkFile;
import dev.haul.task.MoveDirectory;
import dev.haul.task.MoveEntry;
import dev.haul.task.RemoveDirectory;
import dev.haul.task.RemoveEmptied;
import dev.haul.task.RemoveMoved;
import dev.haul.task.RenameDirectory;
import dev.haul.task.RenameEntries;
import dev.haul.task.Task;
import dev.haul.task.TaskCodec;
import dev.haul.task.TaskTable;
import java.io.UncheckedIOException;
import java.net.ProtocolException;

/** The thread engine with every task going through its binary form, as to another process. */
class ThreadEngineOverBytesTest extends EngineContractTest {
  private final TaskTable table = new TaskTable();
  private final TaskCodec codec = new TaskCodec(table);

  @Override
  Engine open() {
    return new OperationEngine(new ThreadEngine(4), this::throughBytes);
  }

  private Task throughBytes(Task task) {
    introduce(task);
    try {
      return codec.decode(codec.encode(task));
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void introduce(Task task) {
    table.add(task.job());
    switch (task) {
      case CopyDirectory t -> introduce(t.source(), t.target());
      case CopyFiles t -> introduce(t.source(), t.target());
      case CopyEntry t -> introduce(t.source(), t.target());
      case FinishDirectory t -> introduce(t.source(), t.target());
      case DeleteEntry t -> introduce(t.directory());
      case DeleteDirectory t -> introduce(t.parent());
      case RemoveDirectory t -> introduce(t.parent(), t.directory());
      case MoveEntry t -> introduce(t.source(), t.target());
      case MoveDirectory t -> introduce(t.source(), t.target());
      case FinishMove t -> introduce(t.source(), t.target());
      case RemoveMoved t -> introduce(t.source(), t.target());
      case RemoveEmptied t -> introduce(t.parent(), t.directory());
      case EndMove t -> introduce(t.target());
      case RenameDirectory t -> introduce(t.directory());
      case RenameEntries t -> introduce(t.directory());
      case LinkFile t -> introduce(t.existing(), t.copy().source(), t.copy().target());
    }
  }

  private void introduce(DirectoryRef... directories) {
    for (DirectoryRef directory : directories) {
      DirectoryRef top = directory;
      for (DirectoryRef parent = top.parent(); parent != null; parent = top.parent()) {
        top = parent;
      }
      table.add(top);
    }
  }
}
