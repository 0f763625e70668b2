package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.plan.MovePlan;
import dev.haul.plan.MovePlanner;
import java.io.IOException;

/** {@code haul move}: plans it, runs it, tells what came of it. */
final class MoveCommand {
  private final Surroundings surroundings;

  MoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(Arguments arguments) throws UsageException {
    return run(MoveMapper.map(new Choices(arguments, Settings.of(surroundings))));
  }

  ExitCode run(MoveRequest request) throws UsageException {
    RunRequest run = request.run();
    Messages messages = Messages.of(request.presentation(), surroundings);
    try {
      MovePlan plan =
          MovePlanner.plan(request.sources(), request.target(), request.rule(), request.options());
      Results results = Results.of(run, surroundings.out());
      return plan.isRefused()
          ? results.refuse(plan.refusals(), run.verb(), messages)
          : new CommandRun(surroundings, run, messages, results).runInSteps(plan.steps());
    } catch (IOException e) {
      messages.error("cannot move: " + Failure.reasonOf(e));
      return ExitCode.FAILED;
    }
  }
}
