package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;

class AsyncEngineTest extends EngineContractTest {
  @Override
  Engine open() {
    return Engines.open(EngineKind.ASYNC, EngineOptions.defaults().withWorkers(2).withDepth(4));
  }
}
