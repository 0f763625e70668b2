package dev.haul.cli;

import dev.haul.Counts;
import dev.haul.Delete;
import dev.haul.DeleteOptions;
import dev.haul.Engine;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.plan.DeletePlan;
import dev.haul.plan.DeletePlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code haul delete}: plans it, asks if it is to ask, runs it, tells what came of it. */
final class DeleteCommand {
  private final Surroundings surroundings;

  DeleteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(Arguments arguments) throws UsageException {
    return run(DeleteMapper.map(new Choices(arguments, Settings.of(surroundings))));
  }

  ExitCode run(DeleteRequest request) throws UsageException {
    if (request.asks() && !surroundings.interactive().getAsBoolean()) {
      throw new UsageException("--interactive: nobody to ask: standard input is not a terminal");
    }
    RunRequest run = request.run();
    Messages messages = Messages.of(request.presentation(), surroundings);
    try {
      DeletePlan plan = DeletePlanner.plan(operands(request), request.options(), request.force());
      boolean declined =
          request.asks() && !plan.isRefused() && !isConfirmed(plan.deletions(), request);
      Results results = Results.of(run, surroundings.out());
      if (declined) {
        messages.note("nothing was deleted");
        results.refused(List.of(), ExitCode.DONE);
        return ExitCode.DONE;
      }
      return plan.isRefused()
          ? results.refuse(plan.refusals(), run.verb(), messages)
          : new CommandRun(surroundings, run, messages, results).runInSteps(plan.steps());
    } catch (IOException e) {
      messages.error("cannot delete: " + Failure.reasonOf(e));
      return ExitCode.FAILED;
    }
  }

  private List<Location> operands(DeleteRequest request) throws UsageException {
    List<Location> operands = new ArrayList<>(request.operands());
    PathListFile list = request.list();
    if (list != null) {
      operands.addAll(
          CommonChoices.locations(PathListReader.readAnywhere(list, surroundings.in())));
    }
    return operands;
  }

  private boolean isConfirmed(List<Delete> deletions, DeleteRequest request) throws IOException {
    Counts counts = count(deletions, request);
    if (counts.made() == 0) {
      return true;
    }
    surroundings.err().print("haul: delete " + Summary.contents(counts) + "? [y/N] ");
    String answer = readLine();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private static Counts count(List<Delete> deletions, DeleteRequest request) {
    DeleteOptions dryRun = request.options().asDryRun();
    List<Delete> rehearsal =
        deletions.stream().map(delete -> new Delete(delete.source(), dryRun)).toList();
    try (Engine engine = request.engine().open()) {
      return engine.run(rehearsal, ProgressListener.NONE).counts();
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = surroundings.in().read(); c >= 0 && c != '\n'; c = surroundings.in().read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
