package dev.haul.cli;

import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What standard output carries: for people or for programs. */
interface Results {
  /** Results in the form that was asked for. */
  static Results of(RunRequest request, Output out) {
    return of(request, out, null);
  }

  /**
   * The same.
   *
   * @param undoFile the file by which the run can be taken back
   */
  static Results of(RunRequest request, Output out, @Nullable String undoFile) {
    JsonHead head = JsonHead.of(request, undoFile);
    Presentation presentation = request.presentation();
    return switch (presentation.format()) {
      case TEXT -> new TextResults(out, request.lists(), request.dryRun());
      case JSON -> new JsonDocument(out, head, request.dryRun() || presentation.isVerbose());
      case JSON_LINES -> new JsonLines(out, head);
    };
  }

  /** Whether each entry is told. */
  boolean wantsEntries();

  /** Whether each failure is told again at the end. */
  default boolean wantsAllFailures() {
    return false;
  }

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
    ExitCode code = ExitCode.CONFLICT;
    for (Refusal refusal : refusals) {
      boolean conflict =
          switch (refusal.kind()) {
            case SAME_NAME, NAME_TAKEN -> true;
            default -> false;
          };
      code = code.merge(conflict ? ExitCode.CONFLICT : ExitCode.FAILED);
    }
    refused(refusals, code);
    return code;
  }

  /** Nothing was begun. */
  void refused(List<Refusal> refusals, ExitCode code);

  void end(RunSummary summary, ExitCode code);
}
