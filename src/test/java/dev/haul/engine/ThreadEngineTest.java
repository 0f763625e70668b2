package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;

class ThreadEngineTest extends EngineContractTest {
  @Override
  Engine open() {
    return Engines.open(EngineKind.THREADS, EngineOptions.defaults().withWorkers(4));
  }
}
