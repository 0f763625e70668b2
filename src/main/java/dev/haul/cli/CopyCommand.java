package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.plan.CopyPlan;
import dev.haul.plan.CopyPlanner;
import java.io.IOException;

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
    RunRequest run = request.run();
    Messages messages = Messages.of(request.presentation(), surroundings);
    try {
      CopyPlan plan = plan(request);
      Results results = Results.of(run, surroundings.out());
      return plan.isRefused()
          ? results.refuse(plan.refusals(), run.verb(), messages)
          : new CommandRun(surroundings, run, messages, results).run(plan.copies());
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
}
