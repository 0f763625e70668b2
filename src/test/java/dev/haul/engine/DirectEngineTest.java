package dev.haul.engine;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;

class DirectEngineTest extends EngineContractTest {
  @Override
  Engine open() {
    return Engines.open(EngineKind.DIRECT, EngineOptions.defaults());
  }
}
