package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;

class ProcessEngineTest extends EngineContractTest {
  @Override
  Engine open() {
    return Engines.open(EngineKind.PROCESSES, EngineOptions.defaults().withWorkers(2));
  }
}
