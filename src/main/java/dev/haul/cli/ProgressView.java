package dev.haul.cli;

import dev.haul.Progress;

/** Shows how far a run is. */
interface ProgressView {
  void show(Progress progress);

  /** The run has ended. */
  void end();

  /** Shows nothing. */
  final class None implements ProgressView {
    @Override
    public void show(Progress progress) {}

    @Override
    public void end() {}
  }
}
