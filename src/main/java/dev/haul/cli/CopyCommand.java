package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.plan.CopyPlan;
import dev.haul.plan.CopyPlanner;
import dev.haul.plan.Refusal;
import java.io.IOException;
import java.util.List;

/** {@code haul copy}: plans it, runs it, tells what came of it. */
final class CopyCommand {
  private final Surroundings surroundings;

  CopyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(Arguments arguments) throws UsageException {
    return run(CopyMapper.map(new Choices(arguments, Settings.of(surroundings))));
  }

  ExitCode run(CopyRequest request) throws UsageException {
    Presentation presentation = request.presentation();
    Messages messages =
        new Messages(
            surroundings.err(), Style.of(presentation.color(), surroundings.err(), surroundings));
    try {
      CopyPlan plan = plan(request);
      Results results = results(request);
      return plan.isRefused()
          ? refuse(plan.refusals(), messages, results)
          : new CopyRun(surroundings, request, messages, results).run(plan.copies());
    } catch (IOException e) {
      messages.error("cannot copy: " + Failure.reasonOf(e));
      return ExitCode.FAILED;
    }
  }

  private CopyPlan plan(CopyRequest request) throws IOException, UsageException {
    PathListFile list = request.list();
    if (list == null) {
      return CopyPlanner.plan(
          request.sources(), request.target(), request.rule(), request.options());
    }
    return CopyPlanner.planListed(
        request.sources().get(0),
        PathListReader.read(list, surroundings.in()),
        request.target(),
        request.rule(),
        request.options());
  }

  private static ExitCode refuse(List<Refusal> refusals, Messages messages, Results results) {
    for (Refusal refusal : refusals) {
      messages.error(Sentences.of(refusal));
    }
    results.refused(refusals, ExitCode.FAILED);
    return ExitCode.FAILED;
  }

  private Results results(CopyRequest request) {
    Presentation presentation = request.presentation();
    boolean dryRun = request.options().dryRun();
    Output out = surroundings.out();
    return switch (presentation.format()) {
      case TEXT -> new TextResults(out, lists(request), dryRun);
      case JSON -> new JsonDocument(out, head(request), dryRun || presentation.isVerbose());
      case JSON_LINES -> new JsonLines(out, head(request));
    };
  }

  private static boolean lists(CopyRequest request) {
    Presentation presentation = request.presentation();
    return presentation.isVerbose() || (request.options().dryRun() && !presentation.isQuiet());
  }

  private static JsonHead head(CopyRequest request) {
    return new JsonHead(CopySpec.NAME, request.options().dryRun(), request.workers());
  }
}
