package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.engine.thread.ThreadEngine;
import dev.haul.task.Task;
import dev.haul.task.TaskCodec;
import java.io.UncheckedIOException;
import java.net.ProtocolException;

/** The thread engine with every task going through its binary form, as to another process. */
class ThreadEngineOverBytesTest extends EngineContractTest {
  private final TaskCodec here = new TaskCodec();
  private final TaskCodec there = new TaskCodec();

  @Override
  Engine open() {
    return new OperationEngine(new ThreadEngine(4), this::throughBytes);
  }

  private synchronized Task throughBytes(Task task) {
    try {
      return there.decode(here.encode(task));
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
  }
}
