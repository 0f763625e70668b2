package dev.haul.cli;

import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.util.List;

/** What standard output carries: for people or for programs. */
interface Results {
  /** Whether each entry is told. */
  boolean wantsEntries();

  void entry(EntryEvent event);

  default void failure(Failure failure) {}

  default void result(OperationResult result) {}

  /** Makes what was told so far arrive. */
  default void tick() {}

  /** Nothing was begun. */
  void refused(List<Refusal> refusals, ExitCode code);

  void end(RunSummary summary, ExitCode code);
}
