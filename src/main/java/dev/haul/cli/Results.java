package dev.haul.cli;

import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.util.List;

/** What standard output carries: for people or for programs. */
interface Results {
  /** Results in the form that was asked for. */
  static Results of(RunRequest request, Output out) {
    Presentation presentation = request.presentation();
    return switch (presentation.format()) {
      case TEXT -> new TextResults(out, request.lists(), request.dryRun());
      case JSON ->
          new JsonDocument(out, JsonHead.of(request), request.dryRun() || presentation.isVerbose());
      case JSON_LINES -> new JsonLines(out, JsonHead.of(request));
    };
  }

  /** Whether each entry is told. */
  boolean wantsEntries();

  void entry(EntryEvent event);

  default void failure(Failure failure) {}

  default void result(OperationResult result) {}

  /** Makes what was told so far arrive. */
  default void tick() {}

  /** Tells everybody that nothing was begun, and why. */
  default ExitCode refuse(List<Refusal> refusals, String verb, Messages messages) {
    for (Refusal refusal : refusals) {
      messages.error(Sentences.of(refusal, verb));
    }
    refused(refusals, ExitCode.FAILED);
    return ExitCode.FAILED;
  }

  /** Nothing was begun. */
  void refused(List<Refusal> refusals, ExitCode code);

  void end(RunSummary summary, ExitCode code);
}
